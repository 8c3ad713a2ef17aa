package io.ocellus.annotation.annotations;

import io.ocellus.annotation.store.AnnotationStoreConfiguration;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** Annotations over REST. */
@Configuration(proxyBeanMethods = false)
@Import({AnnotationStoreConfiguration.class, AnnotationController.class})
public class AnnotationsConfiguration {}
