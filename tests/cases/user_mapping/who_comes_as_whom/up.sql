-- unit
ALTER SERVER archive RENAME TO old_archive;

-- hazard IRREVERSIBLE: a password or another secret of it is lost: limbeck does not know any
DROP USER MAPPING FOR PUBLIC SERVER old_archive;

-- hazard IRREVERSIBLE: a password or another secret of it is lost: limbeck does not know any
DROP USER MAPPING FOR writer SERVER other;

ALTER USER MAPPING FOR reader SERVER old_archive OPTIONS (ADD password_required 'true', SET "user" 'us');
CREATE USER MAPPING FOR "odd ""role""" SERVER old_archive;
DROP SERVER other;
