package io.ocellus.annotation.store;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * One save.
 *
 * @param user who saves; empty: the platform
 * @param ifMatch the version that the caller saw; another present one refuses the save
 * @param idempotencyKey repeating a save with its key applies nothing and gives the first answer
 * @param fit whether annotations on frames that the target lacks are left out (imports), or refuse the save
 */
public record SaveRequest(
        Target target,
        SaveAction action,
        OptionalLong user,
        OptionalLong ifMatch,
        Optional<String> idempotencyKey,
        boolean fit) {
    public static SaveRequest of(Target target, SaveAction action, OptionalLong user) {
        return new SaveRequest(target, action, user, OptionalLong.empty(), Optional.empty(), false);
    }

    /** For imports: leaves out what lies on frames that the target lacks. */
    public SaveRequest fitting() {
        return new SaveRequest(target, action, user, ifMatch, idempotencyKey, true);
    }
}
