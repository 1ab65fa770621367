-- unit
ALTER SERVER archive VERSION NULL OPTIONS (DROP fetch_size, SET host 'old.example', ADD port '5432');
CREATE SERVER gone TYPE 'x' VERSION '1' FOREIGN DATA WRAPPER postgres_fdw;
DROP SERVER "New one";
