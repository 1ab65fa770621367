-- unit
-- hazard DATA_LOSS: drops the table with its rows
DROP TABLE billing.invoices;

DROP SCHEMA billing;
