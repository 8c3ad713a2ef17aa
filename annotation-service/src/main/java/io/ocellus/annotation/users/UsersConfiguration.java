package io.ocellus.annotation.users;

import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** Users' routes. */
@Configuration(proxyBeanMethods = false)
@Import(UsersController.class)
public class UsersConfiguration {}
