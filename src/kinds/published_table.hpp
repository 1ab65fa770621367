#pragma once
// A table in a publication (pg_publication_rel).

#include "kinds/kind.hpp"

#include <optional>
#include <string>
#include <vector>

namespace limbeck {

struct PublishedTable : KindDefaults {
  static constexpr std::string_view kind_name = "published table";
  static constexpr bool is_dependent = true;

  std::string publication;
  QName table;
  std::vector<std::string> columns;  // sorted: their order means nothing; empty: all
  std::string where;                 // empty: all rows
  bool operator==(const PublishedTable&) const = default;

  static std::span<const Section> sections() { return no_sections; }
  static std::span<const CatalogQuery> queries();
  ObjectId id() const { return {kind_name, table.schema, table.name, publication, ""}; }
  std::vector<Slot> slots() const { return {}; }
  std::vector<Slot> references() const;
  std::optional<ObjectId> container() const { return ObjectId{"publication", "", "", publication, ""}; }
  std::optional<ObjectId> inline_parent() const { return container(); }
  std::string inline_text(const std::vector<Child>& children) const;
  Filling filling() const { return Filling::after; }
  void create(const std::vector<Child>& children, const Hints& hints, sql::Script& script) const;
  void rename_to(const PublishedTable&, sql::Script&) const {}
  void drop(sql::Script& script) const;
  Alteration alter(const PublishedTable&, const Hints&, sql::Script&) const { return Alteration::replace(); }
  Reaction react(Effect effect) const;
  void rename(const Renaming& renaming);
  void expressions(const ExpressionSink& sink);
  std::optional<Written> written(const std::vector<Child>&, const Namer&) const { return std::nullopt; }
};

}  // namespace limbeck
