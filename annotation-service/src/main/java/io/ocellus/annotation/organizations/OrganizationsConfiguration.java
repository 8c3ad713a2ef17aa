package io.ocellus.annotation.organizations;

import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** Organizations' and invitations' routes. */
@Configuration(proxyBeanMethods = false)
@Import({OrganizationsController.class, InvitationsController.class})
public class OrganizationsConfiguration {}
