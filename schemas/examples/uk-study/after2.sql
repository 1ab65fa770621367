-- user_preferences, one more label of an enum, another default.
CREATE TYPE reportstatus AS ENUM ('pending', 'queued', 'generating', 'completed', 'failed', 'expired');
CREATE TYPE paymentstatus AS ENUM ('pending', 'succeeded', 'failed', 'refunded');

CREATE FUNCTION update_updated_at_column() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    NEW.updated_at = now();
    RETURN NEW;
END;
$$;

CREATE TABLE users (
    user_id        uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    clerk_user_id  varchar(255) NOT NULL,
    email          varchar(255) NOT NULL,
    full_name      varchar(255),
    auth_provider  varchar(50)  NOT NULL DEFAULT 'email',
    created_at     timestamptz  NOT NULL DEFAULT now(),
    updated_at     timestamptz  NOT NULL DEFAULT now()
);
CREATE UNIQUE INDEX idx_users_clerk_user_id ON users (clerk_user_id);
CREATE INDEX idx_users_email ON users (email);

CREATE TABLE reports (
    report_id        uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    user_id          uuid         NOT NULL REFERENCES users (user_id) ON DELETE CASCADE,
    subject          varchar(200) NOT NULL,
    country          varchar(100) NOT NULL DEFAULT 'UK',
    content          jsonb,
    citations        jsonb        NOT NULL DEFAULT '[]'::jsonb,
    status           reportstatus NOT NULL DEFAULT 'pending',
    error_message    text,
    created_at       timestamptz  NOT NULL DEFAULT now(),
    updated_at       timestamptz  NOT NULL DEFAULT now(),
    expires_at       timestamptz  NOT NULL DEFAULT (now() + '30 days'::interval)
);
CREATE INDEX idx_reports_user_id ON reports (user_id);
CREATE INDEX idx_reports_status ON reports (status);
CREATE INDEX idx_reports_expires_at ON reports (expires_at);

CREATE TABLE payments (
    payment_id                  uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    user_id                     uuid           NOT NULL REFERENCES users (user_id) ON DELETE CASCADE,
    report_id                   uuid           REFERENCES reports (report_id) ON DELETE SET NULL,
    stripe_checkout_session_id  varchar(255)   NOT NULL,
    stripe_payment_intent_id    varchar(255),
    amount                      numeric(10, 2) NOT NULL DEFAULT 3.49,
    currency                    char(3)        NOT NULL DEFAULT 'GBP',
    status                      paymentstatus  NOT NULL DEFAULT 'pending',
    created_at                  timestamptz    NOT NULL DEFAULT now(),
    completed_at                timestamptz
);
CREATE INDEX idx_payments_user_id ON payments (user_id);
CREATE INDEX idx_payments_report_id ON payments (report_id);
CREATE UNIQUE INDEX idx_payments_stripe_session ON payments (stripe_checkout_session_id);
CREATE UNIQUE INDEX idx_payments_stripe_intent ON payments (stripe_payment_intent_id);

CREATE TRIGGER update_users_updated_at BEFORE UPDATE ON users
    FOR EACH ROW EXECUTE FUNCTION update_updated_at_column();
CREATE TRIGGER update_reports_updated_at BEFORE UPDATE ON reports
    FOR EACH ROW EXECUTE FUNCTION update_updated_at_column();

CREATE TABLE user_preferences (
    preference_id  uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    user_id        uuid         NOT NULL REFERENCES users (user_id) ON DELETE CASCADE,
    locale         varchar(10)  NOT NULL DEFAULT 'en-GB',
    marketing      boolean      NOT NULL DEFAULT false,
    report_status  reportstatus NOT NULL DEFAULT 'queued',   -- uses the label added in the same step
    updated_at     timestamptz  NOT NULL DEFAULT now()
);
CREATE UNIQUE INDEX idx_user_preferences_user_id ON user_preferences (user_id);
CREATE TRIGGER update_user_preferences_updated_at BEFORE UPDATE ON user_preferences
    FOR EACH ROW WHEN (OLD.* IS DISTINCT FROM NEW.*) EXECUTE FUNCTION update_updated_at_column();
