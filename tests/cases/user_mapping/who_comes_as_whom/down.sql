-- unit
-- hazard IRREVERSIBLE: a password or another secret of it is lost: limbeck does not know any
DROP USER MAPPING FOR "odd ""role""" SERVER old_archive;

CREATE SERVER other FOREIGN DATA WRAPPER postgres_fdw;
CREATE USER MAPPING FOR PUBLIC SERVER old_archive;
ALTER USER MAPPING FOR reader SERVER old_archive OPTIONS (DROP password_required, SET "user" 'them');
CREATE USER MAPPING FOR writer SERVER other OPTIONS (password_required 'false', "user" 'w');
ALTER SERVER old_archive RENAME TO archive;
