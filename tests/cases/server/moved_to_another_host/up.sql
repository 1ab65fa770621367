-- unit
ALTER SERVER archive VERSION '2' OPTIONS (DROP port, ADD fetch_size '200', SET host 'new.example');
CREATE SERVER "New one" FOREIGN DATA WRAPPER postgres_fdw OPTIONS (host 'it''s');
DROP SERVER gone;
