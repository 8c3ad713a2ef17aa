package io.ocellus.annotation.identity;

import io.ocellus.annotation.accesstokens.AccessTokenKeys;
import io.ocellus.authorization.Credential;
import io.ocellus.authorization.Identity;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/** Turns any credential into a signed identity, or into nothing when it is not (or no longer) good. Thread-safe. */
final class CredentialCheck {
    private final Accounts accounts;
    private final Passwords passwords;
    private final Sessions sessions;
    private final ApiTokens apiTokens;
    private final AccessTokenKeys accessTokens;
    private final SigningKeys keys;

    CredentialCheck(
            Accounts accounts,
            Passwords passwords,
            Sessions sessions,
            ApiTokens apiTokens,
            AccessTokenKeys accessTokens,
            SigningKeys keys) {
        this.accounts = accounts;
        this.passwords = passwords;
        this.sessions = sessions;
        this.apiTokens = apiTokens;
        this.accessTokens = accessTokens;
        this.keys = keys;
    }

    /** The token, or nothing. */
    Optional<String> exchange(Credential credential, String address) {
        String value = credential.value();
        if (value.isEmpty() || value.length() > 4096 || value.indexOf('\0') >= 0) {
            return Optional.empty();
        }
        return switch (credential.kind()) {
            case SESSION ->
                sessions.find(value)
                        .flatMap(session ->
                                sign(active(session.accountId()), Identity.Credential.SESSION, session.id(), false));
            case TOKEN ->
                apiTokens
                        .find(value)
                        .flatMap(
                                token -> sign(active(token.accountId()), Identity.Credential.TOKEN, token.id(), false));
            case ACCESS_TOKEN ->
                accessTokens
                        .use(value)
                        .flatMap(token -> sign(
                                active(token.accountId()),
                                Identity.Credential.ACCESS_TOKEN,
                                token.id(),
                                token.readOnly()));
            case BASIC -> basic(value, address);
        };
    }

    private Optional<String> basic(String encoded, String address) {
        String decoded;
        try {
            decoded = new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
        int colon = decoded.indexOf(':');
        return colon < 0
                ? Optional.empty()
                : sign(
                        passwords.check(decoded.substring(0, colon), decoded.substring(colon + 1), address),
                        Identity.Credential.BASIC,
                        0,
                        false);
    }

    private Optional<Account> active(long accountId) {
        return accounts.byId(accountId).filter(Account::active);
    }

    private Optional<String> sign(
            Optional<Account> account, Identity.Credential credential, long credentialId, boolean readOnly) {
        return account.map(a -> keys.sign(a.identity(credential, readOnly), credentialId));
    }
}
