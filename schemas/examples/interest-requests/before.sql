-- The invitations and waiting list of a community back end, with rows, before the changes.
CREATE TABLE members (
    id            serial PRIMARY KEY,
    member_id     varchar(50)  NOT NULL UNIQUE,
    display_name  varchar(200) NOT NULL,
    created_at    timestamp    NOT NULL DEFAULT now()
);

CREATE TABLE invitations (
    id             serial PRIMARY KEY,
    created_at     timestamp    NOT NULL DEFAULT now(),
    updated_at     timestamp,
    code           varchar(50)  NOT NULL,
    pin            varchar(4)   NOT NULL,
    intended_for   varchar(255),
    created_by     varchar(50)  NOT NULL,
    used_by        varchar(50),
    used_at        timestamp,
    is_used        boolean      NOT NULL DEFAULT false,
    expires_at     timestamp
);
CREATE UNIQUE INDEX ix_invitations_code ON invitations (code);
CREATE INDEX ix_invitations_intended_for ON invitations (intended_for);

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

-- rows, so that backfills, NOT NULL and narrowing can be checked
INSERT INTO members (member_id, display_name) VALUES ('M-001', 'Ana Maria'), ('M-002', 'Bo');
INSERT INTO invitations (code, pin, intended_for, created_by) VALUES
    ('INV-000001',      '1234', 'ana@example.org', 'M-001'),
    ('INV-000002',      '0042', NULL,              'M-001'),
    ('ABCDEFGHIJKLMNO', '9999', 'bo@example.org',  'M-002');   -- 15 characters: just fits
INSERT INTO waitlist_requests (full_name, email, phone, status) VALUES
    ('Dora Emma Fox', 'dora@example.org', '+1 555 0100', 'pending'),
    ('Cher',          'cher@example.org', NULL,          'approved'),
    ('Gil Hart',      'gil@example.org',  '',            'archived'),   -- unknown status -> pending
    ('Ida Joy',       'ida@example.org',  '+1 555 0101', 'rejected');
