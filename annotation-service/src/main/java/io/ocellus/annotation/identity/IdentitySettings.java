package io.ocellus.annotation.identity;

import jakarta.validation.constraints.NotBlank;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How accounts sign in.
 *
 * @param adminName the account that the first start makes
 * @param adminPasswordFile where its generated password is written, mode 600; an existing file's content is taken as the password. Without
 *     it no account is made
 * @param sessionLife how long a session lives after its last use
 * @param legacyPasswords accept {@code md5} hashes: for the peer's test data only
 */
@Validated
@ConfigurationProperties("ocellus.identity")
public record IdentitySettings(
        @DefaultValue("admin") @NotBlank String adminName,
        @Nullable Path adminPasswordFile,
        @DefaultValue("14d") Duration sessionLife,
        @DefaultValue("false") boolean legacyPasswords) {}
