package io.ocellus.annotation.accesstokens;

import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** Access tokens' routes. */
@Configuration(proxyBeanMethods = false)
@Import(AccessTokensController.class)
public class AccessTokensConfiguration {}
