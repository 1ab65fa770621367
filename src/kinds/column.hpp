#pragma once
// A column of a table. Its default is an object of its own; NOT NULL, identity and the generation expression are not,
// since CREATE TABLE and ADD COLUMN need them at once.

#include "kinds/kind.hpp"
#include "kinds/sequence_options.hpp"
#include "kinds/type.hpp"
#include "model/storage_parameters.hpp"

#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace limbeck {

struct Identity {
  bool always = false;
  std::string sequence;  // the name of its sequence, in the table's schema
  SequenceOptions options;
  bool operator==(const Identity&) const = default;
};

struct Generated {
  std::string expression;
  bool stored = true;
  bool operator==(const Generated&) const = default;
};

// Never compared: the table says it.
struct Rows {
  bool elsewhere = false;  // of a foreign table: no statement can convert, check or fill the values
  bool of_type = false;    // the table's type names it
  bool operator==(const Rows&) const { return true; }
};

// How a column goes to or comes from a table's base (passage.hpp). Never compared.
struct MovedColumn {
  std::vector<std::string> fills = {};             // give the rows of heirs their values, once the column is there
  bool is_copied = false;                          // its values are in the base's by now
  std::vector<std::pair<QName, bool>> drops = {};  // the tables to drop it in; true: but not in their heirs
  QName above = {};                                // the base that it still comes from: only there its type changes
  bool operator==(const MovedColumn&) const { return true; }
};

struct Column : KindDefaults {
  static constexpr std::string_view kind_name = "column";

  QName table;
  Name name;
  Type type;
  std::string collation;  // qualified, as SQL; empty: the type's
  bool not_null = false;
  std::optional<Identity> identity;
  std::optional<Generated> generated;
  std::string storage;            // PLAIN, EXTERNAL, EXTENDED, MAIN; empty: the type's (pg_type.typstorage)
  std::string compression;        // pglz, lz4; empty: default_toast_compression
  std::optional<int> statistics;  // SET STATISTICS
  StorageParameters parameters;   // n_distinct, n_distinct_inherited
  Rows rows = {};
  MovedColumn moved = {};
  bool operator==(const Column&) const = default;

  static std::span<const Section> sections();
  static std::span<const CatalogQuery> queries();
  ObjectId id() const;
  std::vector<Slot> slots() const;
  std::vector<Slot> references() const;
  std::optional<ObjectId> container() const;
  std::optional<ObjectId> inline_parent() const { return container(); }
  // "name type COLLATE c DEFAULT d NOT NULL"; children: its default and options, and the sequence of a serial.
  std::string inline_text(const std::vector<Child>& children) const;
  bool adopts(const std::vector<Child>& children) const;
  void create(const std::vector<Child>& children, const Hints& hints, sql::Script& script) const;
  void finish(sql::Script& script) const;
  void rename_to(const Column& now, sql::Script& script) const;
  void drop(sql::Script& script) const;
  Alteration alter(const Column& now, const Hints& hints, sql::Script& script) const;
  Reaction react(Effect effect) const;
  Filling filling() const { return Filling::before; }
  static void carry(const Column* was, const Column* now, const Carried& how, Refill& refill);
  [[nodiscard]] std::string refusal_of(const TypeSwap& swap) const;
  void convert(const TypeSwap& swap, const Hints& hints, sql::Script& locks, sql::Script& checks,
               sql::Script& script) const;
  void rename(const Renaming& renaming);
  void expressions(const ExpressionSink& sink);
  void types(const TypeSink& sink) { sink(type); }
  std::optional<Written> written(const std::vector<Child>& children, const Namer& namer) const;
};

// The keys that entries of columns have: statistics, with, using, backfill.
void load_column_keys(const Field& entry, const QName& table, std::optional<int>& statistics,
                      StorageParameters& parameters, Hints& hints, LoadScope& scope);
// Existing rows get the backfill first.
void set_not_null(const Column& now, const Hints& hints, sql::Script& script);
// pg_type.typstorage of the types whose values can be moved out of line. SET STORAGE DEFAULT exists from PostgreSQL 16.
[[nodiscard]] std::string usual_storage(const Type& type);
// "PLAIN" of pg_attribute.attstorage; empty: the type's.
[[nodiscard]] std::string storage_word(std::string_view code);

}  // namespace limbeck
