-- What a machine shows to be let in: its digest, for which account, until when. Not a ledgered record, like a session.
CREATE TABLE api_token (
    token      TEXT   NOT NULL PRIMARY KEY,
    regency    TEXT   NOT NULL,
    account    TEXT   NOT NULL,
    id         TEXT   NOT NULL,
    name       TEXT   NOT NULL,
    made_at    BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    used_at    BIGINT
);
CREATE INDEX api_token_by_account ON api_token (regency, account);
