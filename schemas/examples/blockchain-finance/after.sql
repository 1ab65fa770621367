-- What the models ask for.
CREATE TABLE actors (
    id          serial PRIMARY KEY,
    actor_id    varchar(255) NOT NULL UNIQUE,
    actor_type  varchar(50)  NOT NULL,
    actor_name  varchar(255) NOT NULL,
    role        varchar(100) NOT NULL,
    permissions json,
    is_active   boolean      NOT NULL,
    created_at  timestamp    NOT NULL
);

CREATE TABLE customers (
    id                   serial PRIMARY KEY,
    customer_id          varchar(255) NOT NULL,
    first_name           varchar(255) NOT NULL,
    last_name            varchar(255) NOT NULL,
    date_of_birth        date,
    national_id_hash     varchar(64),
    address              text,
    contact_email        varchar(255) NOT NULL,              -- was nullable
    contact_phone        varchar(50),
    kyc_status           varchar(50)  NOT NULL,
    aml_status           varchar(50)  NOT NULL,
    consent_preferences  json,
    created_by_actor_id  integer      NOT NULL REFERENCES actors (id),
    created_at           timestamp    NOT NULL,
    updated_at           timestamp    NOT NULL,
    email_verified       boolean      NOT NULL DEFAULT false, -- abc123def456
    status               varchar(20)  NOT NULL,              -- added, filled from kyc_status, then NOT NULL
    full_name            varchar(255)                        -- rename by copy: first_name, last_name stay for now
);
CREATE UNIQUE INDEX ix_customers_customer_id ON customers (customer_id);
CREATE INDEX idx_customer_status ON customers (kyc_status, aml_status);
CREATE INDEX idx_customer_email ON customers (contact_email);

CREATE TABLE loans (
    id                   serial PRIMARY KEY,
    loan_id              varchar(255)   NOT NULL,
    customer_id          integer        NOT NULL REFERENCES customers (id),
    requested_amount     numeric(15, 2) NOT NULL,
    approved_amount      numeric(15, 2),
    interest_rate        double precision,
    status               varchar(50)    NOT NULL,
    created_by_actor_id  integer        NOT NULL REFERENCES actors (id),
    created_at           timestamp      NOT NULL
);
CREATE UNIQUE INDEX ix_loans_loan_id ON loans (loan_id);
CREATE INDEX idx_loan_customer_status ON loans (customer_id, status);

CREATE TABLE compliance_events (
    id                    serial PRIMARY KEY,
    event_id              varchar(255) NOT NULL UNIQUE,
    event_type            varchar(100) NOT NULL,
    affected_entity_type  varchar(50)  NOT NULL,
    affected_entity_id    varchar(255) NOT NULL,
    severity              varchar(20)  NOT NULL,
    is_alert              boolean      NOT NULL,
    details               json,
    actor_id              integer      NOT NULL REFERENCES actors (id),
    "timestamp"           timestamp    NOT NULL
);
CREATE INDEX idx_compliance_entity ON compliance_events (affected_entity_type, affected_entity_id);
CREATE INDEX idx_compliance_alert ON compliance_events (is_alert, "timestamp" DESC);

CREATE TABLE orders (
    id           serial PRIMARY KEY,
    order_no     varchar(40) NOT NULL UNIQUE,
    created_at   timestamp   NOT NULL,
    customer_id  integer,
    CONSTRAINT fk_orders_customer_id FOREIGN KEY (customer_id) REFERENCES customers (id)
);

CREATE TABLE notifications (
    id          serial PRIMARY KEY,
    user_id     varchar(255) NOT NULL,
    message     text         NOT NULL,
    created_at  timestamp
);

COMMENT ON COLUMN customers.full_name IS 'First and last name in one';
