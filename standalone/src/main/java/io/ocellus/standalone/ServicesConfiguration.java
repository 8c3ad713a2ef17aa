package io.ocellus.standalone;

import org.springframework.context.annotation.Configuration;

/** Everything behind the gateway, in one servlet context: each deployable is one configuration class. */
@Configuration(proxyBeanMethods = false)
class ServicesConfiguration {}
