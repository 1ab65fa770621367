#pragma once
// That a table is a part of a partitioned one, and which rows are its own (pg_class.relpartbound). An object apart from
// the table, since it comes and goes without it: ATTACH and DETACH.

#include "grammar/definition.hpp"
#include "kinds/kind.hpp"

#include <string>
#include <vector>

namespace limbeck {

struct Partition : KindDefaults {
  static constexpr std::string_view kind_name = "partition";
  static constexpr bool is_dependent = true;
  static constexpr bool comes_last = true;  // the table has to look like its base by then

  QName table;
  QName parent;
  std::string bounds;  // "FOR VALUES FROM (1) TO (10)", "DEFAULT"
  Around making = {};
  Around leaving = {};
  bool operator==(const Partition&) const = default;

  static std::span<const Section> sections() { return no_sections; }
  static std::span<const CatalogQuery> queries();
  ObjectId id() const;
  std::vector<Slot> slots() const;
  std::vector<Slot> references() const;
  std::optional<ObjectId> container() const { return ObjectId{"table", table.schema, "", table.name, ""}; }
  std::optional<ObjectId> inline_parent() const { return container(); }
  std::string inline_text(const std::vector<Child>&) const { return bounds; }
  Filling filling() const { return Filling::before; }
  void create(const std::vector<Child>& children, const Hints& hints, sql::Script& script) const;
  void finish(sql::Script& script) const;
  void rename_to(const Partition&, sql::Script&) const {}
  void drop(sql::Script& script) const;
  // New bounds: all parts that change are detached before one is attached, so that no two overlap on the way.
  Alteration alter(const Partition&, const Hints&, sql::Script&) const { return Alteration::replace(); }
  void rename(const Renaming& renaming);
  void expressions(const ExpressionSink& sink);
  std::optional<Written> written(const std::vector<Child>&, const Namer&) const { return std::nullopt; }
};

// "FOR VALUES FROM (1) TO (10)".
[[nodiscard]] std::string bounds_text(const grammar::PartitionOf& written, const Namer& namer);
// The same from SQL, as `namer` writes it.
[[nodiscard]] std::string bounds_text(const std::string& bounds, const Namer& namer);

}  // namespace limbeck
