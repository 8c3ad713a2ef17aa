package io.ocellus.annotation.identity;

import io.ocellus.authorization.IdentityTokens;
import io.ocellus.authorization.PublicKeys;
import io.ocellus.authorization.SignedIdentity;
import io.ocellus.authorization.TokenRefused;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configuration.EnableWebSecurity;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.oauth2.jwt.BadJwtException;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.web.SecurityFilterChain;
import tools.jackson.databind.json.JsonMapper;

/**
 * The service's door: a request carries a signed identity (an OAuth2 bearer token of ours) or none at all; nothing else is believed, no
 * header, no cookie. Without one, only what a stranger may ask is answered; the policies decide on the rest.
 */
@Configuration(proxyBeanMethods = false)
@EnableWebSecurity
class IdentitySecurity {
    private static final String IDENTITY = "ocellus";

    /** What a stranger may ask: the same as in CVAT. A trailing slash makes no difference. */
    static final Map<HttpMethod, String[]> OPEN = Map.of(
            HttpMethod.GET,
            new String[] {"/api/server/about", "/api/server/health", "/api/schema", "/api/auth/rules"},
            HttpMethod.HEAD,
            new String[] {"/api/server/about", "/api/server/health"},
            HttpMethod.POST,
            new String[] {
                "/api/auth/login",
                "/api/auth/logout",
                "/api/auth/register",
                "/api/auth/password/reset",
                "/api/auth/password/reset/confirm"
            });

    @Bean
    SecurityFilterChain identityFilterChain(HttpSecurity http, JwtDecoder identityDecoder, JsonMapper json)
            throws Exception {
        http.csrf(csrf -> csrf.disable())
                .sessionManagement(sessions -> sessions.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .requestCache(cache -> cache.disable())
                .formLogin(form -> form.disable())
                .httpBasic(basic -> basic.disable())
                .logout(logout -> logout.disable())
                .headers(headers -> headers.cacheControl(cache -> cache.disable()))
                .authorizeHttpRequests(requests -> {
                    requests.dispatcherTypeMatchers(
                                    jakarta.servlet.DispatcherType.ASYNC, jakarta.servlet.DispatcherType.ERROR)
                            .permitAll();
                    OPEN.forEach((method, paths) -> {
                        for (String path : paths) {
                            requests.requestMatchers(method, path, path + "/").permitAll();
                        }
                    });
                    requests.requestMatchers("/_internal/identity/**").permitAll();
                    requests.anyRequest().authenticated();
                })
                .oauth2ResourceServer(server -> server.jwt(jwt -> jwt.decoder(identityDecoder)
                                .jwtAuthenticationConverter(token -> new IdentityAuthentication(identity(token))))
                        .authenticationEntryPoint((request, response, refused) ->
                                answer(response, json, 401, "Authentication credentials were not provided."))
                        .accessDeniedHandler((request, response, refused) ->
                                answer(response, json, 403, "You do not have permission to perform this action.")))
                .exceptionHandling(errors -> errors.authenticationEntryPoint((request, response, refused) ->
                        answer(response, json, 401, "Authentication credentials were not provided.")));
        return http.build();
    }

    @Bean
    JwtDecoder identityDecoder(PublicKeys identityKeys, Clock clock) {
        return token -> {
            try {
                SignedIdentity signed = IdentityTokens.verify(token, identityKeys, clock);
                Instant expires = signed.expires();
                return Jwt.withTokenValue(token)
                        .header("alg", "EdDSA")
                        .issuedAt(expires.minus(IdentityTokens.LIFE))
                        .expiresAt(expires)
                        .claim(IDENTITY, signed)
                        .build();
            } catch (TokenRefused e) {
                throw new BadJwtException(String.valueOf(e.getMessage()), e);
            }
        };
    }

    private static SignedIdentity identity(Jwt token) {
        SignedIdentity signed = token.getClaim(IDENTITY);
        return java.util.Objects.requireNonNull(signed, "signed is null");
    }

    private static void answer(HttpServletResponse response, JsonMapper json, int status, String detail)
            throws IOException {
        response.setStatus(status);
        if (status == 401) {
            response.setHeader("WWW-Authenticate", "Bearer realm=\"api\"");
        }
        response.setContentType(MediaType.APPLICATION_JSON_VALUE);
        response.setCharacterEncoding(StandardCharsets.UTF_8);
        response.getOutputStream().write(json.writeValueAsBytes(Map.of("detail", detail)));
    }
}
