#pragma once
// What tells a table's rows apart for logical replication (pg_class.relreplident), and the index that CLUSTER goes by
// (pg_index.indisclustered). Not attributes of the table: they may name an index that is made after it, and are lost
// when that is made again.

#include "kinds/kind.hpp"

#include <optional>
#include <string>
#include <vector>

namespace limbeck {

struct TableSetting : KindDefaults {
  static constexpr std::string_view kind_name = "setting";
  static constexpr bool is_dependent = true;

  QName table;
  std::string_view key;  // "replica_identity", "cluster_on": static storage duration
  std::string index;     // of the table's schema; empty: none, then `word` says what
  std::string word;      // "FULL", "NOTHING"
  bool operator==(const TableSetting&) const = default;

  static std::span<const Section> sections() { return no_sections; }
  static std::span<const CatalogQuery> queries();
  ObjectId id() const { return {kind_name, table.schema, table.name, std::string(key), ""}; }
  std::vector<Slot> slots() const { return {}; }
  std::vector<Slot> references() const;
  std::optional<ObjectId> container() const { return ObjectId{"table", table.schema, "", table.name, ""}; }
  void create(const std::vector<Child>& children, const Hints& hints, sql::Script& script) const;
  void rename_to(const TableSetting&, sql::Script&) const {}
  void drop(sql::Script& script) const;
  Alteration alter(const TableSetting& now, const Hints& hints, sql::Script& script) const;
  Reaction react(Effect effect) const { return effect == Effect::rebuilt ? Reaction::rebuild : Reaction::keep; }
  void rename(const Renaming& renaming);
  std::optional<Attachment> attachment(const Namer& namer) const;
  std::optional<Written> written(const std::vector<Child>&, const Namer&) const { return std::nullopt; }
};

// The keys `replica_identity` and `cluster_on` of a table's entry.
void load_settings(const Field& entry, const QName& table, LoadScope& scope);

}  // namespace limbeck
