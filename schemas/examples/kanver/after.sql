-- Blood-donation matching, eight tables. Needs PostGIS.
CREATE EXTENSION IF NOT EXISTS postgis;

CREATE TABLE users (
    id                  uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    phone_number        varchar(20)  NOT NULL,
    email               varchar(255),
    password_hash       varchar(255) NOT NULL,
    full_name           varchar(100) NOT NULL,
    date_of_birth       date,
    blood_type          varchar(3)   NOT NULL,
    role                varchar(20)  NOT NULL DEFAULT 'USER',
    is_verified         boolean      NOT NULL DEFAULT false,
    location            geography(POINT, 4326),
    hero_points         integer      NOT NULL DEFAULT 0,
    trust_score         integer      NOT NULL DEFAULT 100,
    next_available_date timestamptz,
    fcm_token           varchar(255),
    created_at          timestamptz  NOT NULL DEFAULT now(),
    updated_at          timestamptz  NOT NULL DEFAULT now(),
    deleted_at          timestamptz,
    CONSTRAINT chk_user_role CHECK (role IN ('USER', 'NURSE', 'ADMIN')),
    CONSTRAINT chk_user_blood_type CHECK (blood_type IN ('A+', 'A-', 'B+', 'B-', 'AB+', 'AB-', 'O+', 'O-')),
    CONSTRAINT chk_user_trust_score CHECK (trust_score BETWEEN 0 AND 100)
);
-- unique only among the rows that are not soft deleted
CREATE UNIQUE INDEX idx_users_phone_active ON users (phone_number) WHERE deleted_at IS NULL;
CREATE UNIQUE INDEX idx_users_email_active ON users (email) WHERE deleted_at IS NULL AND email IS NOT NULL;
CREATE INDEX idx_users_location ON users USING gist (location);
CREATE INDEX idx_users_blood_available ON users (blood_type, next_available_date) WHERE deleted_at IS NULL;

CREATE TABLE hospitals (
    id                uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    hospital_code     varchar(20)  NOT NULL UNIQUE,
    name              varchar(200) NOT NULL,
    address           text         NOT NULL,
    location          geography(POINT, 4326) NOT NULL,
    city              varchar(100) NOT NULL,
    district          varchar(100) NOT NULL,
    phone_number      varchar(20)  NOT NULL,
    geofence_radius_m integer      NOT NULL DEFAULT 5000,
    has_blood_bank    boolean      NOT NULL DEFAULT true,
    is_active         boolean      NOT NULL DEFAULT true,
    created_at        timestamptz  NOT NULL DEFAULT now(),
    updated_at        timestamptz  NOT NULL DEFAULT now(),
    CONSTRAINT chk_hospital_radius CHECK (geofence_radius_m > 0)
);
CREATE INDEX idx_hospitals_location ON hospitals USING gist (location);
CREATE INDEX idx_hospitals_city_district ON hospitals (city, district);

CREATE TABLE hospital_staff (
    id          uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    user_id     uuid         NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    hospital_id uuid         NOT NULL REFERENCES hospitals (id) ON DELETE CASCADE,
    staff_role  varchar(50),
    is_active   boolean      NOT NULL DEFAULT true,
    assigned_at timestamptz  NOT NULL DEFAULT now(),
    CONSTRAINT uq_staff_user_hospital UNIQUE (user_id, hospital_id)
);
CREATE INDEX idx_staff_hospital_active ON hospital_staff (hospital_id, is_active);

CREATE TABLE blood_requests (
    id              uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    request_code    varchar(20)  NOT NULL UNIQUE,
    requester_id    uuid         NOT NULL REFERENCES users (id),
    hospital_id     uuid         NOT NULL REFERENCES hospitals (id),
    blood_type      varchar(3)   NOT NULL,
    request_type    varchar(20)  NOT NULL,
    priority        varchar(20)  NOT NULL DEFAULT 'NORMAL',
    units_needed    integer      NOT NULL DEFAULT 1,
    units_collected integer      NOT NULL DEFAULT 0,
    status          varchar(20)  NOT NULL DEFAULT 'ACTIVE',
    location        geography(POINT, 4326) NOT NULL,
    expires_at      timestamptz  NOT NULL DEFAULT (now() + '24:00:00'::interval),
    patient_name    varchar(100),
    notes           text,
    created_at      timestamptz  NOT NULL DEFAULT now(),
    updated_at      timestamptz  NOT NULL DEFAULT now(),
    CONSTRAINT chk_request_type CHECK (request_type IN ('WHOLE_BLOOD', 'APHERESIS')),
    CONSTRAINT chk_request_priority CHECK (priority IN ('LOW', 'NORMAL', 'URGENT', 'CRITICAL')),
    CONSTRAINT chk_request_status CHECK (status IN ('ACTIVE', 'FULFILLED', 'CANCELLED', 'EXPIRED')),
    CONSTRAINT chk_request_units CHECK (units_needed > 0 AND units_collected >= 0 AND units_collected <= units_needed)
);
CREATE INDEX idx_requests_location ON blood_requests USING gist (location);
CREATE INDEX idx_requests_status_type ON blood_requests (status, blood_type);
CREATE INDEX idx_requests_active_expiry ON blood_requests (expires_at) WHERE status = 'ACTIVE';

CREATE TABLE donation_commitments (
    id           uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    donor_id     uuid        NOT NULL REFERENCES users (id),
    request_id   uuid        NOT NULL REFERENCES blood_requests (id) ON DELETE CASCADE,
    status       varchar(20) NOT NULL DEFAULT 'ON_THE_WAY',
    timeout_minutes integer  NOT NULL DEFAULT 60,
    committed_at timestamptz NOT NULL DEFAULT now(),
    arrived_at   timestamptz,
    CONSTRAINT chk_commitment_status CHECK (status IN ('ON_THE_WAY', 'ARRIVED', 'COMPLETED', 'CANCELLED', 'TIMEOUT'))
);
-- a donor has at most one open commitment at a time
CREATE UNIQUE INDEX idx_single_open_commitment ON donation_commitments (donor_id) WHERE status IN ('ON_THE_WAY', 'ARRIVED');
CREATE INDEX idx_commitments_request_status ON donation_commitments (request_id, status);

CREATE TABLE qr_codes (
    id            uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    commitment_id uuid         NOT NULL UNIQUE REFERENCES donation_commitments (id) ON DELETE CASCADE,
    token         varchar(64)  NOT NULL UNIQUE,
    signature     varchar(128) NOT NULL,
    is_used       boolean      NOT NULL DEFAULT false,
    used_at       timestamptz,
    used_by       uuid         REFERENCES users (id),
    expires_at    timestamptz  NOT NULL,
    CONSTRAINT chk_qr_used CHECK (NOT is_used OR used_at IS NOT NULL)
);

CREATE TABLE donations (
    id                  uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    donor_id            uuid        NOT NULL REFERENCES users (id),
    hospital_id         uuid        NOT NULL REFERENCES hospitals (id),
    request_id          uuid        REFERENCES blood_requests (id) ON DELETE SET NULL,
    commitment_id       uuid        REFERENCES donation_commitments (id) ON DELETE SET NULL,
    qr_code_id          uuid        REFERENCES qr_codes (id) ON DELETE SET NULL,
    donation_type       varchar(20) NOT NULL,
    blood_type          varchar(3)  NOT NULL,
    verified_by         uuid        REFERENCES users (id),
    hero_points_earned  integer     NOT NULL DEFAULT 0,
    status              varchar(20) NOT NULL DEFAULT 'COMPLETED',
    donated_at          timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT chk_donation_type CHECK (donation_type IN ('WHOLE_BLOOD', 'APHERESIS')),
    CONSTRAINT chk_donation_status CHECK (status IN ('COMPLETED', 'CANCELLED', 'REJECTED'))
);
CREATE INDEX idx_donations_donor_date ON donations (donor_id, donated_at DESC);

CREATE TABLE notifications (
    id                uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    user_id           uuid         NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    notification_type varchar(50)  NOT NULL,
    title             varchar(200) NOT NULL,
    message           text         NOT NULL,
    request_id        uuid         REFERENCES blood_requests (id) ON DELETE SET NULL,
    data              jsonb        NOT NULL DEFAULT '{}'::jsonb,
    is_read           boolean      NOT NULL DEFAULT false,
    created_at        timestamptz  NOT NULL DEFAULT now(),
    CONSTRAINT chk_notification_type CHECK (notification_type IN ('NEW_REQUEST', 'DONOR_FOUND', 'DONOR_ON_WAY', 'DONATION_COMPLETE', 'TIMEOUT_WARNING'))
);
CREATE INDEX idx_notifications_user_unread ON notifications (user_id, created_at DESC) WHERE NOT is_read;
