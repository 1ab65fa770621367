#pragma once
// A table, ordinary, partitioned or foreign. Its columns, constraints, indexes and triggers are objects of their own;
// so is what makes it a part of another or an heir.

#include "kinds/foreign_options.hpp"
#include "kinds/index_key.hpp"
#include "kinds/kind.hpp"
#include "model/storage_parameters.hpp"

#include <optional>
#include <string>
#include <vector>

namespace limbeck {

struct PartitionKey {
  std::string strategy;  // "range", "list", "hash"
  std::vector<IndexKey> keys;
  bool operator==(const PartitionKey&) const = default;

  // "RANGE (created_at)".
  [[nodiscard]] std::string definition(const Namer& namer) const;
};

// The tables whose columns a table has, too. Not compared: the objects that say how it comes by them are.
struct Bases {
  std::vector<QName> names;
  bool as_partition = false;  // it is a part of the only one
  bool operator==(const Bases&) const { return true; }
};

// Where the rows of a foreign table are (pg_foreign_table).
struct ForeignSource {
  std::string server;
  ForeignOptions options;
  bool operator==(const ForeignSource&) const = default;
};

struct Table : KindDefaults {
  static constexpr std::string_view kind_name = "table";

  QName name;
  bool unlogged = false;
  StorageParameters parameters;  // pg_class.reloptions, with toast.* of its TOAST table
  std::string method;            // the table access method; empty: heap
  std::string tablespace;        // empty: the database's
  bool row_security = false;
  bool force_row_security = false;  // for the owner, too
  std::optional<PartitionKey> partition_key = {};
  std::optional<ForeignSource> foreign = {};
  Bases base_tables = {};
  Around making = {};
  Around leaving = {};
  bool operator==(const Table&) const = default;

  static std::span<const Section> sections();
  static std::span<const CatalogQuery> queries();
  ObjectId id() const;
  std::vector<Slot> slots() const;
  std::vector<Slot> references() const;
  std::vector<QName> bases() const { return base_tables.names; }
  void create(const std::vector<Child>& children, const Hints& hints, sql::Script& script) const;
  void finish(sql::Script& script) const;
  void rename_to(const Table& now, sql::Script& script) const;
  void drop(sql::Script& script) const;
  Alteration alter(const Table& now, const Hints& hints, sql::Script& script) const;
  Filling filling() const { return Filling::before; }
  // A foreign table is made again with its server; a part or an heir of a table that is made again with that.
  Reaction react(Effect effect) const {
    if (foreign) return effect == Effect::rebuilt ? Reaction::rebuild : Reaction::keep;
    return effect == Effect::refilled && !base_tables.names.empty() ? Reaction::remake : Reaction::keep;
  }
  std::optional<TypeSwap> remade(const Table& now, const std::vector<TypeSwap>& causes) const;
  // PostgreSQL changes the type of no column that the rows are divided by.
  std::optional<TypeSwap> remade_for(const Table& now, const ObjectId& member, Effect effect) const;
  void rename(const Renaming& renaming);
  void expressions(const ExpressionSink& sink);
  std::optional<Written> written(const std::vector<Child>& children, const Namer& namer) const;
};

// The section of model files that holds foreign tables, and the kind of what a comment on one is about.
inline constexpr std::string_view foreign_section = "foreign_table";
inline constexpr std::string_view foreign_table = "foreign table";

}  // namespace limbeck
