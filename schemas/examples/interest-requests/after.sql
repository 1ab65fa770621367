-- What the models ask for.
CREATE TYPE gender_enum AS ENUM ('male', 'female');
CREATE TYPE marital_status_enum AS ENUM ('married', 'single_no_relationship', 'single_in_relationship');
CREATE TYPE request_source_enum AS ENUM ('external_space', 'admin_direct');
CREATE TYPE interest_status_enum AS ENUM (
    'pending', 'approved', 'invited', 'registration_started', 'registration_complete',
    'activated', 'rejected', 'info_requested', 'expired');

CREATE TABLE members (
    id            serial PRIMARY KEY,
    member_id     varchar(50)  NOT NULL UNIQUE,
    display_name  varchar(200) NOT NULL,
    created_at    timestamp    NOT NULL DEFAULT now()
);

CREATE TABLE invitations (
    id                  serial PRIMARY KEY,
    created_at          timestamp    NOT NULL DEFAULT now(),
    updated_at          timestamp,
    code                varchar(15)  NOT NULL,
    pin                 varchar(6)   NOT NULL,
    intended_for_email  varchar(255),
    created_by          varchar(50)  NOT NULL,
    used_by             varchar(50),
    used_at             timestamp,
    is_used             boolean      NOT NULL DEFAULT false,
    expires_at          timestamp,
    url_token           varchar(100) NOT NULL,
    intended_for_name   varchar(200),
    link_opened_at      timestamp,
    session_expires_at  timestamp,
    is_link_opened      boolean
);
CREATE UNIQUE INDEX ix_invitations_code ON invitations (code);
-- an index follows its renamed column but keeps its own name
CREATE INDEX ix_invitations_intended_for ON invitations (intended_for_email);
CREATE UNIQUE INDEX ix_invitations_url_token ON invitations (url_token);

CREATE TABLE waitlist_requests (
    id          serial PRIMARY KEY,
    created_at  timestamp    NOT NULL DEFAULT now(),
    updated_at  timestamp,
    full_name   varchar(200) NOT NULL,
    email       varchar(255) NOT NULL UNIQUE,
    phone       varchar(30),
    status      varchar(20)  NOT NULL DEFAULT 'pending'
);
CREATE INDEX ix_waitlist_requests_status ON waitlist_requests (status);

CREATE TABLE interest_requests (
    id                       serial PRIMARY KEY,
    created_at               timestamp            NOT NULL DEFAULT now(),
    updated_at               timestamp,
    given_name               varchar(100)         NOT NULL,
    middle_name              varchar(100),
    family_name              varchar(100)         NOT NULL,
    alias                    varchar(100),
    gender                   gender_enum          NOT NULL,
    marital_status           marital_status_enum  NOT NULL,
    primary_email            varchar(255)         NOT NULL UNIQUE,
    primary_phone            varchar(30)          NOT NULL,
    additional_emails        json,
    additional_phones        json,
    has_referral             boolean,
    referral_member_id       varchar(50),
    face_photo_id            varchar(100),
    face_photo_url           varchar(500),
    government_id_type       varchar(50),
    government_id_photo_id   varchar(100),
    government_id_photo_url  varchar(500),
    source                   request_source_enum  NOT NULL,
    status                   interest_status_enum NOT NULL,
    reviewed_by              varchar(50),
    reviewed_at              timestamp,
    admin_notes              text,
    rejection_reason         text,
    info_request_message     text,
    info_response            text,
    invitation_id            integer REFERENCES invitations (id)
);
CREATE INDEX ix_interest_requests_primary_email ON interest_requests (primary_email);
CREATE INDEX ix_interest_requests_status ON interest_requests (status);
CREATE INDEX ix_interest_requests_created_at ON interest_requests (created_at);
