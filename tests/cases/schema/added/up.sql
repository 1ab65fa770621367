-- unit
CREATE SCHEMA billing;

CREATE TABLE billing.invoices (
    id bigint GENERATED ALWAYS AS IDENTITY NOT NULL,
    CONSTRAINT invoices_pkey PRIMARY KEY (id)
);

COMMENT ON SCHEMA billing IS 'Invoices';
