// Parts whose indexes and triggers are not just those of the whole. See attributes_test.cpp for how a row is tried.

#include "support/attributes.hpp"

#include <doctest/doctest.h>

using namespace limbeck;

namespace {

const char* const by_year =
    "CREATE TABLE t (id integer NOT NULL, at date NOT NULL, note text) PARTITION BY RANGE (at); "
    "CREATE TABLE t_24 PARTITION OF t FOR VALUES FROM ('2024-01-01') TO ('2025-01-01'); "
    "CREATE TABLE t_25 PARTITION OF t FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');";
const char* const by_year_with_trigger =
    "CREATE TABLE t (id integer NOT NULL, at date NOT NULL, note text) PARTITION BY RANGE (at); "
    "CREATE TABLE t_24 PARTITION OF t FOR VALUES FROM ('2024-01-01') TO ('2025-01-01'); "
    "CREATE TABLE t_25 PARTITION OF t FOR VALUES FROM ('2025-01-01') TO ('2026-01-01'); "
    "CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'begin return new; end'; "
    "CREATE TRIGGER g BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION f(); "
    "CREATE TRIGGER h BEFORE UPDATE ON t FOR EACH ROW EXECUTE FUNCTION f();";
const char* const by_list =
    "CREATE TABLE t (id integer NOT NULL, kind text, note text) PARTITION BY LIST (id); "
    "CREATE TABLE t_1 PARTITION OF t FOR VALUES IN (1) PARTITION BY LIST (kind); "
    "CREATE TABLE t_1_a PARTITION OF t_1 FOR VALUES IN ('a'); CREATE TABLE t_1_r PARTITION OF t_1 DEFAULT; "
    "CREATE TABLE t_2 PARTITION OF t FOR VALUES IN (2);";

const std::vector<testing::AttributeCase>& cases() {
  static const std::vector<testing::AttributeCase> all{
      {"index of a part with its own name",
       by_year,
       "CREATE INDEX t_n ON t (note)",
       "CREATE INDEX t_n ON t (note); ALTER INDEX t_24_note_idx RENAME TO mine",
       {"added attached index 'public.t_24.t_n'"},
       {"removed attached index 'public.t_24.t_n'"}},
      {"other names of several",
       by_year,
       "CREATE INDEX t_n ON t (note); ALTER INDEX t_24_note_idx RENAME TO one",
       "CREATE INDEX t_n ON t (note); ALTER INDEX t_24_note_idx RENAME TO two; ALTER INDEX t_25_note_idx "
       "RENAME TO three",
       {"changed attached index 'public.t_24.t_n'", "added attached index 'public.t_25.t_n'"},
       {"changed attached index 'public.t_24.t_n'", "removed attached index 'public.t_25.t_n'"}},
      {"index of the whole alone",
       by_year,
       "",
       "CREATE INDEX t_n ON ONLY t (note)",
       {"added index 'public.t.t_n'"},
       {"removed index 'public.t.t_n'"}},
      {"index of the whole alone, with that of a part attached",
       by_year,
       "",
       "CREATE INDEX mine ON t_24 (note); CREATE INDEX t_n ON ONLY t (note); ALTER INDEX t_n ATTACH "
       "PARTITION mine",
       {"added index 'public.t.t_n'", "added attached index 'public.t_24.t_n'"},
       {"removed index 'public.t.t_n'", "removed attached index 'public.t_24.t_n'"}},
      {"one of two that were attached to none",
       by_year,
       "CREATE INDEX i24 ON t_24 (note); CREATE INDEX i25 ON t_25 (note); CREATE INDEX t_n ON ONLY t (note)",
       "CREATE INDEX i24 ON t_24 (note); CREATE INDEX i25 ON t_25 (note); CREATE INDEX t_n ON ONLY t "
       "(note); ALTER INDEX t_n ATTACH PARTITION i24",
       {"removed index 'public.t_24.i24'", "added attached index 'public.t_24.t_n'"},
       {"added index 'public.t_24.i24'", "removed attached index 'public.t_24.t_n'"}},
      {"the last one attached",
       by_year,
       "CREATE INDEX i24 ON t_24 (note); CREATE INDEX t_n ON ONLY t (note)",
       "CREATE INDEX i24 ON t_24 (note); CREATE INDEX t_n ON ONLY t (note); ALTER INDEX t_n ATTACH "
       "PARTITION i24; CREATE INDEX i25 ON t_25 (note); ALTER INDEX t_n ATTACH PARTITION i25",
       {"changed index 'public.t.t_n'", "removed index 'public.t_24.i24'", "added attached index 'public.t_24.t_n'",
        "added attached index 'public.t_25.t_n'"},
       {"changed index 'public.t.t_n'", "added index 'public.t_24.i24'", "removed attached index 'public.t_24.t_n'",
        "removed attached index 'public.t_25.t_n'"}},
      {"index of the whole dropped, those of parts stay",
       by_year,
       "CREATE INDEX t_n ON t (note)",
       "CREATE INDEX t_24_note_idx ON t_24 (note); CREATE INDEX k ON t_25 (note)",
       {"removed index 'public.t.t_n'", "added index 'public.t_24.t_24_note_idx'", "added index 'public.t_25.k'"},
       {"added index 'public.t.t_n'", "removed index 'public.t_24.t_24_note_idx'", "removed index 'public.t_25.k'"}},
      {"another key of the whole, whose parts' keys have names",
       by_year,
       "ALTER TABLE t ADD PRIMARY KEY (id, at); ALTER INDEX t_24_pkey RENAME TO k24",
       "ALTER TABLE t ADD PRIMARY KEY (at, id); ALTER INDEX t_24_pkey RENAME TO k24; ALTER INDEX t_25_pkey "
       "RENAME TO k25",
       {"changed constraint 'public.t.t_pkey'", "added attached index 'public.t_25.t_pkey'"},
       {"changed constraint 'public.t.t_pkey'", "removed attached index 'public.t_25.t_pkey'"}},
      {"keys made ON ONLY the whole",
       by_year,
       "",
       "CREATE UNIQUE INDEX u24 ON t_24 (id, at); CREATE UNIQUE INDEX u ON ONLY t (id, at); ALTER INDEX u "
       "ATTACH PARTITION u24; ALTER TABLE ONLY t ADD CONSTRAINT pk PRIMARY KEY (id, at); ALTER TABLE t_25 "
       "ADD CONSTRAINT pk25 PRIMARY KEY (id, at); ALTER INDEX pk ATTACH PARTITION pk25",
       {"added constraint 'public.t.pk'", "added index 'public.t.u'", "added attached index 'public.t_24.u'",
        "added attached index 'public.t_25.pk'"},
       {"removed constraint 'public.t.pk'", "removed index 'public.t.u'", "removed attached index 'public.t_24.u'",
        "removed attached index 'public.t_25.pk'"}},
      {"table attached with its own index",
       "CREATE TABLE t (id integer NOT NULL, at date NOT NULL, note text) PARTITION BY RANGE (at); CREATE "
       "INDEX t_n ON t (note);",
       "CREATE TABLE t_24 (id integer NOT NULL, at date NOT NULL, note text); CREATE INDEX own ON t_24 "
       "(note)",
       "CREATE TABLE t_24 (id integer NOT NULL, at date NOT NULL, note text); CREATE INDEX own ON t_24 "
       "(note); ALTER TABLE t ATTACH PARTITION t_24 DEFAULT",
       {"added partition 'public.t_24'"},
       {"removed partition 'public.t_24'"}},
      {"table attached, its indexes get the usual names",
       "CREATE TABLE t (id integer NOT NULL, at date NOT NULL, note text) PARTITION BY RANGE (at); CREATE "
       "INDEX t_n ON t (note); ALTER TABLE t ADD PRIMARY KEY (id, at);",
       "CREATE TABLE t_24 (id integer NOT NULL, at date NOT NULL, note text); CREATE INDEX own ON t_24 "
       "(note); ALTER TABLE t_24 ADD CONSTRAINT own_key PRIMARY KEY (id, at)",
       "CREATE TABLE t_24 PARTITION OF t DEFAULT",
       {"renamed constraint 'public.t_24.own_key' to 'public.t_24.t_24_pkey'",
        "renamed index 'public.t_24.own' to 'public.t_24.t_24_note_idx'", "added partition 'public.t_24'"},
       {"added constraint 'public.t_24.own_key'", "removed constraint 'public.t_24.t_24_pkey'",
        "added index 'public.t_24.own'", "removed index 'public.t_24.t_24_note_idx'",
        "removed partition 'public.t_24'"}},
      {"part detached with its index",
       by_year,
       "CREATE INDEX t_n ON t (note); ALTER INDEX t_25_note_idx RENAME TO mine",
       "CREATE INDEX t_n ON t (note); ALTER INDEX t_25_note_idx RENAME TO mine; ALTER TABLE t DETACH "
       "PARTITION t_25",
       {"removed partition 'public.t_25'"},
       {"added partition 'public.t_25'"}},
      {"key of a part attached to a new one of the whole",
       by_year,
       "ALTER TABLE t_24 ADD CONSTRAINT p24 PRIMARY KEY (id, at)",
       "ALTER TABLE t_24 ADD CONSTRAINT p24 PRIMARY KEY (id, at); ALTER TABLE t ADD CONSTRAINT tp PRIMARY "
       "KEY (id, at)",
       {"added constraint 'public.t.tp'", "removed constraint 'public.t_24.p24'",
        "added attached index 'public.t_24.tp'"},
       {"removed constraint 'public.t.tp'", "added constraint 'public.t_24.p24'",
        "removed attached index 'public.t_24.tp'"}},
      {"indexes of the whole that are the same",
       by_year,
       "",
       "CREATE INDEX t_b ON t (note); CREATE INDEX t_a ON t (note)",
       {"added index 'public.t.t_a'", "added index 'public.t.t_b'", "added attached index 'public.t_24.t_a'",
        "added attached index 'public.t_25.t_a'"},
       {"removed index 'public.t.t_a'", "removed index 'public.t.t_b'", "removed attached index 'public.t_24.t_a'",
        "removed attached index 'public.t_25.t_a'"}},
      {"a part keeps a twin for itself",
       by_year,
       "CREATE INDEX mine ON t_24 (note)",
       "CREATE INDEX t_n ON t (note); CREATE INDEX mine ON t_24 (note)",
       {"added index 'public.t.t_n'"},
       {"removed index 'public.t.t_n'"}},
      {"index of a part alone",
       by_list,
       "",
       "CREATE INDEX t_n ON ONLY t (note); CREATE INDEX t_1_n ON ONLY t_1 (note); CREATE INDEX l ON t_1_a "
       "(note); ALTER INDEX t_1_n ATTACH PARTITION l; ALTER INDEX t_n ATTACH PARTITION t_1_n",
       {"added index 'public.t.t_n'", "added attached index 'public.t_1.t_n'",
        "added attached index 'public.t_1_a.t_n'"},
       {"removed index 'public.t.t_n'", "removed attached index 'public.t_1.t_n'",
        "removed attached index 'public.t_1_a.t_n'"}},
      {"names in parts of parts",
       by_list,
       "CREATE INDEX t_n ON t (note)",
       "CREATE INDEX t_n ON t (note); ALTER INDEX t_1_note_idx RENAME TO s; ALTER INDEX t_1_a_note_idx "
       "RENAME TO l",
       {"added attached index 'public.t_1.t_n'", "added attached index 'public.t_1_a.t_n'"},
       {"removed attached index 'public.t_1.t_n'", "removed attached index 'public.t_1_a.t_n'"}},
      {"a part with parts detached",
       by_list,
       "CREATE INDEX t_n ON t (note); ALTER INDEX t_1_note_idx RENAME TO s; ALTER INDEX t_1_a_note_idx "
       "RENAME TO l",
       "CREATE INDEX t_n ON t (note); ALTER INDEX t_1_note_idx RENAME TO s; ALTER INDEX t_1_a_note_idx "
       "RENAME TO l; ALTER TABLE t DETACH PARTITION t_1",
       {"removed partition 'public.t_1'"},
       {"added partition 'public.t_1'"}},
      {"new part with names of its own",
       "CREATE TABLE t (id integer NOT NULL, note text) PARTITION BY LIST (id); CREATE INDEX t_n ON t "
       "(note); CREATE INDEX t_l ON t (lower(note));",
       "",
       "CREATE TABLE t_1 PARTITION OF t FOR VALUES IN (1); ALTER INDEX t_1_note_idx RENAME TO y; ALTER "
       "INDEX t_1_lower_idx RENAME TO z",
       {"added table 'public.t_1'"},
       {"removed table 'public.t_1'"}},
      {"storage of a part's",
       by_year,
       "CREATE INDEX t_n ON t (note) WITH (fillfactor = 80)",
       "CREATE INDEX t_n ON t (note) WITH (fillfactor = 80); ALTER INDEX t_24_note_idx SET (fillfactor = 50)",
       {"added attached index 'public.t_24.t_n'"},
       {"removed attached index 'public.t_24.t_n'"}},
      {"a new part beside an index of the whole alone",
       "CREATE TABLE t (id integer NOT NULL, note text) PARTITION BY LIST (id); CREATE TABLE t_1 PARTITION "
       "OF t FOR VALUES IN (1); CREATE INDEX t_n ON ONLY t (note);",
       "",
       "CREATE TABLE t_2 PARTITION OF t FOR VALUES IN (2)",
       {"added table 'public.t_2'"},
       {"removed table 'public.t_2'"}},
      {"other bounds and other names",
       "CREATE TABLE t (id integer NOT NULL, note text) PARTITION BY LIST (id);",
       "CREATE TABLE t_1 PARTITION OF t FOR VALUES IN (1); CREATE INDEX t_n ON t (note); ALTER INDEX "
       "t_1_note_idx RENAME TO x",
       "CREATE TABLE t_1 PARTITION OF t FOR VALUES IN (1, 2); CREATE INDEX t_n ON t (note); ALTER INDEX "
       "t_1_note_idx RENAME TO z",
       {"changed partition 'public.t_1'", "changed attached index 'public.t_1.t_n'"},
       {}},
      {"what is rebuilt keeps its names",
       "",
       "CREATE TABLE t (id integer NOT NULL, note text) PARTITION BY LIST (id); CREATE TABLE t_1 PARTITION "
       "OF t DEFAULT; CREATE INDEX t_l ON t (lower(note)); ALTER INDEX t_1_lower_idx RENAME TO x",
       "CREATE TABLE t (id integer NOT NULL, note varchar(20)) PARTITION BY LIST (id); CREATE TABLE t_1 "
       "PARTITION OF t DEFAULT; CREATE INDEX t_l ON t (lower(note)); ALTER INDEX t_1_lower_idx RENAME TO x",
       {"changed column 'public.t.note'"},
       {}},
      {"triggers that fire otherwise in a part",
       by_year_with_trigger,
       "",
       "ALTER TABLE t_24 DISABLE TRIGGER g; ALTER TABLE t_25 ENABLE ALWAYS TRIGGER h",
       {"added trigger of part 'public.t_24.g'", "added trigger of part 'public.t_25.h'"},
       {"removed trigger of part 'public.t_24.g'", "removed trigger of part 'public.t_25.h'"}},
      {"a trigger of the whole that fires otherwise",
       by_year_with_trigger,
       "ALTER TABLE t_24 ENABLE REPLICA TRIGGER g",
       "ALTER TABLE t DISABLE TRIGGER g; ALTER TABLE t_24 ENABLE REPLICA TRIGGER g; ALTER TABLE t_25 ENABLE "
       "TRIGGER g",
       {"changed trigger 'public.t.g'", "changed trigger of part 'public.t_24.g'",
        "added trigger of part 'public.t_25.g'"},
       {"changed trigger 'public.t.g'", "changed trigger of part 'public.t_24.g'",
        "removed trigger of part 'public.t_25.g'"}},
      {"replica identity and clustering by an index that the model does not name",
       by_year,
       "ALTER TABLE t ADD PRIMARY KEY (id, at)",
       "ALTER TABLE t ADD PRIMARY KEY (id, at); ALTER TABLE t_24 REPLICA IDENTITY USING INDEX t_24_pkey; "
       "ALTER TABLE t_25 CLUSTER ON t_25_pkey",
       {"added setting 'public.t_24.replica_identity'", "added setting 'public.t_25.cluster_on'"},
       {"removed setting 'public.t_24.replica_identity'", "removed setting 'public.t_25.cluster_on'"}},
  };
  return all;
}

}  // namespace

TEST_CASE("what parts have of their own is migrated both ways") {
  testing::check_attributes(cases());
}
