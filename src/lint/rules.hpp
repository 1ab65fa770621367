#pragma once
// The one list of lint's rules. An id is stable: it stands in people's files.

#include "model/diagnostic.hpp"

#include <array>
#include <string_view>

namespace limbeck::lint {

struct Rule {
  std::string_view id;
  Severity severity = Severity::error;
  bool stops_run = false;    // the statement fails, so it matters in a downgrade, too
  std::string_view summary;  // what it finds
  std::string_view hint;     // the safe way
};

namespace rule {

// What fails
inline constexpr Rule concurrently_in_transaction{
    "concurrently-in-transaction", Severity::error, true, "CONCURRENTLY in a section that is a transaction",
    "move it below a line `-- limbeck:upgrade no-transaction` (in a downgrade: `-- limbeck:downgrade no-transaction`)"};
inline constexpr Rule not_in_transaction{
    "not-in-transaction", Severity::error, true,
    "a statement that PostgreSQL refuses in a transaction, in a section that is one (VACUUM, CREATE DATABASE, ALTER "
    "SYSTEM and others)",
    "move it into a section of its own with `no-transaction`"};
inline constexpr Rule enum_value_in_same_unit{
    "enum-value-in-same-unit", Severity::error, true, "a new value of an enum, used in the transaction that adds it",
    "begin a new section below ALTER TYPE ... ADD VALUE: the value can be used once it is committed"};
inline constexpr Rule add_column_not_null{
    "add-column-not-null", Severity::error, true,
    "a new column that is NOT NULL, without a value for rows that are there",
    "give it a DEFAULT, or add it nullable, fill it in batches, then set NOT NULL by way of a validated CHECK"};
inline constexpr Rule set_local_without_effect{"set-local-without-effect", Severity::warning, false,
                                               "SET LOCAL in a section without a transaction, where it ends at once",
                                               "leave out LOCAL: limbeck resets what a revision sets"};

// What is lost
inline constexpr Rule drop_table{"drop-table", Severity::error, false, "DROP TABLE: its rows are lost",
                                 "rename it first and drop it when nobody has missed it; `limbeck revision --allow "
                                 "DATA_LOSS:TABLE` records that it is meant"};
inline constexpr Rule drop_column{
    "drop-column", Severity::error, false, "DROP COLUMN: its values are lost, and clients that name it fail",
    "take it out of all clients first; `limbeck revision --allow DATA_LOSS:TABLE.COLUMN` records that it is meant"};
inline constexpr Rule drop_schema{"drop-schema", Severity::error, false, "DROP SCHEMA",
                                  "drop what is in it by name, in revisions of its own, and the empty schema last"};
inline constexpr Rule drop_database{"drop-database", Severity::error, false, "DROP DATABASE",
                                    "no revision of a database's schema should drop a database"};
inline constexpr Rule drop_owned{"drop-owned", Severity::error, false, "DROP OWNED: all that a role owns",
                                 "drop objects by name, or REASSIGN OWNED first"};
inline constexpr Rule drop_cascade{"drop-cascade", Severity::error, false,
                                   "CASCADE: drops what the statement does not name",
                                   "drop what depends on it by name, above this statement, and leave out CASCADE"};
inline constexpr Rule truncate{"truncate", Severity::error, false,
                               "TRUNCATE: all rows are lost, under ACCESS EXCLUSIVE",
                               "delete rows in batches outside of the revision"};
inline constexpr Rule delete_without_where{"delete-without-where", Severity::error, false, "DELETE without WHERE",
                                           "say which rows: WHERE ..."};
inline constexpr Rule update_without_where{
    "update-without-where", Severity::warning, false,
    "UPDATE without WHERE: writes every row anew and locks all until the section ends",
    "say which rows: WHERE ...; on a big table go in batches, in a section with `no-transaction`"};

// What blocks clients for as long as a table is big
inline constexpr Rule create_index_blocks{
    "create-index-not-concurrent", Severity::error, false,
    "CREATE INDEX without CONCURRENTLY: writers wait while it is built",
    "CREATE INDEX CONCURRENTLY in a section with `no-transaction` (of a partitioned table: on each part, then ON ONLY "
    "the table, then ATTACH)"};
inline constexpr Rule drop_index_blocks{
    "drop-index-not-concurrent", Severity::warning, false,
    "DROP INDEX without CONCURRENTLY: waits for all readers of the table, and all others wait behind it",
    "DROP INDEX CONCURRENTLY in a section with `no-transaction`"};
inline constexpr Rule reindex_blocks{"reindex-not-concurrent", Severity::error, false,
                                     "REINDEX without CONCURRENTLY: writers wait, and readers that want the index",
                                     "REINDEX ... CONCURRENTLY in a section with `no-transaction`"};
inline constexpr Rule refresh_blocks{"refresh-not-concurrent", Severity::warning, false,
                                     "REFRESH MATERIALIZED VIEW without CONCURRENTLY: readers wait while it is filled",
                                     "REFRESH MATERIALIZED VIEW CONCURRENTLY, which needs a unique index on the view"};
inline constexpr Rule detach_blocks{"detach-not-concurrent", Severity::warning, false,
                                    "DETACH PARTITION without CONCURRENTLY: locks the whole table",
                                    "DETACH PARTITION ... CONCURRENTLY in a section with `no-transaction`"};
inline constexpr Rule attach_scans{
    "attach-partition-scans", Severity::warning, false,
    "ATTACH PARTITION reads the whole part under ACCESS EXCLUSIVE unless a CHECK proves its bounds",
    "add a CHECK that says the same as the bounds NOT VALID, validate it, attach, drop it"};
inline constexpr Rule add_column_volatile_default{
    "add-column-volatile-default", Severity::error, false,
    "a new column with a default that differs from row to row: the table is written anew under ACCESS EXCLUSIVE",
    "add the column without it, ALTER COLUMN ... SET DEFAULT for new rows, and fill the others in batches"};
inline constexpr Rule add_column_rewrites{
    "add-column-rewrites", Severity::error, false,
    "a new identity, serial or stored generated column: the table is written anew under ACCESS EXCLUSIVE",
    "add a plain column, fill it in batches, and add the identity when all rows have a value"};
inline constexpr Rule add_column_constraint{
    "add-column-constraint", Severity::error, false,
    "a new column with a constraint that has all rows read, or an index built, under ACCESS EXCLUSIVE",
    "add the column alone and the constraint after it, as NOT VALID or USING INDEX"};
inline constexpr Rule change_column_type{
    "change-column-type", Severity::error, false,
    "another type of a column: but where it only gets wider the table is written anew under ACCESS EXCLUSIVE, and "
    "clients may not expect it",
    "add a new column, keep both alike with a trigger, fill it in batches, move the clients, drop the old one"};
inline constexpr Rule set_not_null{"set-not-null", Severity::error, false,
                                   "SET NOT NULL reads all rows under ACCESS EXCLUSIVE",
                                   "add CHECK (column IS NOT NULL) NOT VALID, VALIDATE CONSTRAINT in a further "
                                   "section, then SET NOT NULL, and drop the "
                                   "CHECK"};
inline constexpr Rule add_check_validates{"add-check-validates", Severity::error, false,
                                          "a new CHECK that reads all rows under ACCESS EXCLUSIVE",
                                          "add it NOT VALID, then VALIDATE CONSTRAINT in a further section"};
inline constexpr Rule add_foreign_key_validates{
    "add-foreign-key-validates", Severity::error, false,
    "a new foreign key that reads all rows while writers of both tables wait",
    "add it NOT VALID, then VALIDATE CONSTRAINT in a further section"};
inline constexpr Rule validate_in_same_unit{
    "validate-in-same-unit", Severity::error, false,
    "VALIDATE CONSTRAINT in the transaction that added it: its lock is held while all rows are read",
    "begin a new section between the two"};
inline constexpr Rule add_unique_builds_index{
    "add-unique-builds-index", Severity::error, false, "a new UNIQUE that builds its index under ACCESS EXCLUSIVE",
    "CREATE UNIQUE INDEX CONCURRENTLY, then ADD CONSTRAINT ... UNIQUE USING INDEX"};
inline constexpr Rule add_primary_key_builds_index{
    "add-primary-key-builds-index", Severity::error, false,
    "a new PRIMARY KEY that builds its index under ACCESS EXCLUSIVE",
    "CREATE UNIQUE INDEX CONCURRENTLY on columns that are NOT NULL, then ADD CONSTRAINT ... PRIMARY KEY USING INDEX"};
inline constexpr Rule add_exclusion_builds_index{
    "add-exclusion-builds-index", Severity::error, false,
    "a new EXCLUDE constraint, which builds its index under ACCESS EXCLUSIVE",
    "there is no way without the lock: plan a time for it, or make a new table and move the rows"};
inline constexpr Rule domain_constraint_validates{
    "domain-constraint-validates", Severity::error, false,
    "a new constraint of a domain: all columns of it are read, and their writers wait",
    "add it NOT VALID, then VALIDATE CONSTRAINT in a further section; better, a CHECK of the table"};
inline constexpr Rule rewrite_table{"rewrite-table", Severity::error, false,
                                    "a statement that writes the whole table anew under ACCESS EXCLUSIVE (SET LOGGED, "
                                    "SET TABLESPACE, CLUSTER, VACUUM FULL)",
                                    "plan a time for it, or make a new table and move the rows"};
inline constexpr Rule lock_table{"lock-table", Severity::warning, false, "LOCK TABLE: held until the section ends",
                                 "leave it out: statements take the locks that they need"};
inline constexpr Rule locks_several_tables{
    "locks-several-tables", Severity::warning, false,
    "one transaction that locks several tables against clients: all wait for the slowest, and deadlocks are possible",
    "give each table a section of its own"};
inline constexpr Rule data_change_under_lock{
    "data-change-under-lock", Severity::warning, false,
    "rows are changed in a transaction that has locked a table against clients before",
    "change rows in a section of its own, before or after"};
inline constexpr Rule no_lock_timeout{
    "no-lock-timeout", Severity::warning, false,
    "a lock on a table, in a section without a transaction, where limbeck sets no lock_timeout: all clients wait "
    "behind it",
    "SET lock_timeout = '3s' above it, or move it into a section that is a transaction"};

// What clients notice
inline constexpr Rule rename_table{"rename-table", Severity::warning, false,
                                   "a table or view gets another name: clients that use the old one fail",
                                   "keep the old name as a view until all clients use the new one"};
inline constexpr Rule rename_column{"rename-column", Severity::warning, false,
                                    "a column gets another name: clients that use the old one fail",
                                    "add a new column beside it, move the clients, then drop the old one"};
inline constexpr Rule drop_not_null{"drop-not-null", Severity::warning, false,
                                    "DROP NOT NULL: clients may not expect NULL", "have all readers take NULL first"};

// What is regretted later
inline constexpr Rule char_type{"char-type", Severity::warning, false, "char(n), which pads with blanks",
                                "text, with a CHECK of its length if it matters"};
inline constexpr Rule varchar_length{"varchar-length", Severity::warning, false,
                                     "varchar(n), whose length is changed under ACCESS EXCLUSIVE",
                                     "text with CHECK (length(column) <= n), which can be changed NOT VALID"};
inline constexpr Rule serial_type{"serial-type", Severity::warning, false,
                                  "serial, whose sequence is an object of its own",
                                  "bigint GENERATED BY DEFAULT AS IDENTITY"};
inline constexpr Rule timestamp_without_zone{"timestamp-without-time-zone", Severity::warning, false,
                                             "timestamp without time zone, which means another moment in each session",
                                             "timestamptz"};
inline constexpr Rule integer_primary_key{"integer-primary-key", Severity::warning, false,
                                          "a primary key of 32 bits or less, which runs out", "bigint"};
inline constexpr Rule name_too_long{"name-too-long", Severity::warning, false,
                                    "a name of more than 63 bytes, which PostgreSQL cuts", "choose a shorter one"};

// What the section leaves behind
inline constexpr Rule set_search_path{"set-search-path", Severity::warning, false,
                                      "SET search_path: the same names mean other objects below it",
                                      "write names with their schema"};
inline constexpr Rule set_without_local{
    "set-without-local", Severity::warning, false,
    "SET without LOCAL in a section that is a transaction: it holds for the sections below, too", "SET LOCAL"};

// What the comments say
inline constexpr Rule allow_malformed{"allow-malformed", Severity::error, false,
                                      "a `lint: allow` without a reason, or that names no rule",
                                      "-- lint: allow RULE: why it is safe here"};
inline constexpr Rule allow_unused{"allow-unused", Severity::warning, false, "a `lint: allow` that allows nothing",
                                   "take it out, or put it on the line above the statement"};

}  // namespace rule

inline constexpr std::array all_rules{&rule::concurrently_in_transaction,
                                      &rule::not_in_transaction,
                                      &rule::enum_value_in_same_unit,
                                      &rule::add_column_not_null,
                                      &rule::set_local_without_effect,
                                      &rule::drop_table,
                                      &rule::drop_column,
                                      &rule::drop_schema,
                                      &rule::drop_database,
                                      &rule::drop_owned,
                                      &rule::drop_cascade,
                                      &rule::truncate,
                                      &rule::delete_without_where,
                                      &rule::update_without_where,
                                      &rule::create_index_blocks,
                                      &rule::drop_index_blocks,
                                      &rule::reindex_blocks,
                                      &rule::refresh_blocks,
                                      &rule::detach_blocks,
                                      &rule::attach_scans,
                                      &rule::add_column_volatile_default,
                                      &rule::add_column_rewrites,
                                      &rule::add_column_constraint,
                                      &rule::change_column_type,
                                      &rule::set_not_null,
                                      &rule::add_check_validates,
                                      &rule::add_foreign_key_validates,
                                      &rule::validate_in_same_unit,
                                      &rule::add_unique_builds_index,
                                      &rule::add_primary_key_builds_index,
                                      &rule::add_exclusion_builds_index,
                                      &rule::domain_constraint_validates,
                                      &rule::rewrite_table,
                                      &rule::lock_table,
                                      &rule::locks_several_tables,
                                      &rule::data_change_under_lock,
                                      &rule::no_lock_timeout,
                                      &rule::rename_table,
                                      &rule::rename_column,
                                      &rule::drop_not_null,
                                      &rule::char_type,
                                      &rule::varchar_length,
                                      &rule::serial_type,
                                      &rule::timestamp_without_zone,
                                      &rule::integer_primary_key,
                                      &rule::name_too_long,
                                      &rule::set_search_path,
                                      &rule::set_without_local,
                                      &rule::allow_malformed,
                                      &rule::allow_unused};

// Null for an unknown id.
[[nodiscard]] const Rule* find_rule(std::string_view id);

}  // namespace limbeck::lint
