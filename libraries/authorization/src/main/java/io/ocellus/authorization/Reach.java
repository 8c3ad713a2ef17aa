package io.ocellus.authorization;

/** Which rows a list shows its caller: the policy's answer, which the lists turn into a condition in SQL. */
public enum Reach {
    /** Every row there is. */
    EVERYTHING,
    /** All rows of the present organization. */
    ORGANIZATION,
    /** Rows of the present organization that are active (memberships). */
    ACTIVE_IN_ORGANIZATION,
    /** Rows that the caller is tied to, as owner, assignee or through task and project, wherever they are. */
    OWN,
    /** Rows of the present organization that the caller is tied to. */
    OWN_IN_ORGANIZATION,
    /** None. Also what an error gives. */
    NOTHING
}
