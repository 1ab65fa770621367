-- After two changes that were made at the same time on two branches, and then merged.
CREATE TABLE users (
    id              serial PRIMARY KEY,
    username        varchar(50)  NOT NULL,
    email           varchar(255) NOT NULL,
    password_hash   varchar(255) NOT NULL,
    is_active       boolean      NOT NULL DEFAULT true,
    created_at      timestamp    NOT NULL DEFAULT now(),
    phone_number    varchar(20)                 -- branch A
);
CREATE UNIQUE INDEX ix_users_username ON users (username);
CREATE UNIQUE INDEX ix_users_email ON users (email);

CREATE TABLE pending_registrations (
    id          serial PRIMARY KEY,
    email       varchar(255) NOT NULL UNIQUE,
    token       varchar(64)  NOT NULL UNIQUE,
    created_at  timestamp    NOT NULL DEFAULT now(),
    expires_at  timestamp    NOT NULL
);

CREATE TABLE policies (
    id          serial PRIMARY KEY,
    author_id   integer      NOT NULL REFERENCES users (id),
    title       varchar(200) NOT NULL,
    body        text         NOT NULL,
    created_at  timestamp    NOT NULL DEFAULT now()
);
CREATE INDEX ix_policies_author_id ON policies (author_id);

CREATE TABLE votes (
    user_id    integer   NOT NULL REFERENCES users (id),
    policy_id  integer   NOT NULL REFERENCES policies (id),
    value      smallint  NOT NULL,
    cast_at    timestamp NOT NULL DEFAULT now(),
    PRIMARY KEY (user_id, policy_id),
    CONSTRAINT ck_votes_value CHECK (value IN (-1, 1))
);

CREATE TABLE user_preferences (                  -- branch B
    id                serial PRIMARY KEY,
    user_id           integer      NOT NULL REFERENCES users (id),
    preference_key    varchar(100) NOT NULL,
    preference_value  text
);
