package io.ocellus.annotation.schema;

import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** The OpenAPI document. */
@Configuration(proxyBeanMethods = false)
@Import(SchemaController.class)
public class SchemaConfiguration {}
