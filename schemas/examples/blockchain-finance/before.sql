-- A lending back end before the changes.
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
    contact_email        varchar(255),
    contact_phone        varchar(50),
    kyc_status           varchar(50)  NOT NULL,
    aml_status           varchar(50)  NOT NULL,
    consent_preferences  json,
    created_by_actor_id  integer      NOT NULL REFERENCES actors (id),
    created_at           timestamp    NOT NULL,
    updated_at           timestamp    NOT NULL
);
CREATE UNIQUE INDEX ix_customers_customer_id ON customers (customer_id);
CREATE INDEX idx_customer_status ON customers (kyc_status, aml_status);

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
    id          serial PRIMARY KEY,
    order_no    varchar(40) NOT NULL UNIQUE,
    created_at  timestamp   NOT NULL
);

INSERT INTO actors VALUES (1, 'ACT001', 'HUMAN', 'Underwriter One', 'UNDERWRITER', '[]', true, '2025-10-01');
INSERT INTO customers (customer_id, first_name, last_name, contact_email, kyc_status, aml_status, created_by_actor_id, created_at, updated_at) VALUES
    ('CUST001', 'John', 'Doe',   'john@example.com', 'VERIFIED', 'CLEAR',   1, '2025-10-02', '2025-10-02'),
    ('CUST002', 'Jane', 'Roe',   'jane@example.com', 'PENDING',  'PENDING', 1, '2025-10-03', '2025-10-03'),
    ('CUST003', 'Max',  'Smith', NULL,               'REJECTED', 'FLAGGED', 1, '2025-10-04', '2025-10-04');
INSERT INTO loans (loan_id, customer_id, requested_amount, status, created_by_actor_id, created_at) VALUES ('LOAN001', 1, 12500.50, 'SUBMITTED', 1, '2025-10-05');
INSERT INTO orders (order_no, created_at) VALUES ('O-1', '2025-10-06');
SELECT setval('actors_id_seq', 1);
