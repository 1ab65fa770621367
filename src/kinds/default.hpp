#pragma once
// The default of a column of a table or view (pg_attrdef). An object of its own, so that it can use functions and
// sequences that need the table first.

#include "kinds/kind.hpp"

#include <optional>
#include <string>
#include <vector>

namespace limbeck {

// What the default of a column that comes from a base would be without one of its own; empty: none. Never compared.
struct BaseDefault {
  std::string expression;
  bool operator==(const BaseDefault&) const { return true; }
};

struct Default : KindDefaults {
  static constexpr std::string_view kind_name = "default";
  static constexpr bool is_dependent = true;

  QName table;
  Name column;
  std::string expression;
  std::optional<BaseDefault> base = {};  // of a column that the table has from a base, where the base's is another
  bool of_view = false;
  bool operator==(const Default&) const = default;

  static std::span<const Section> sections();
  static std::span<const CatalogQuery> queries();
  ObjectId id() const;
  std::vector<Slot> slots() const;
  std::vector<Slot> references() const;
  std::optional<ObjectId> container() const;
  std::optional<ObjectId> inline_parent() const;
  std::string inline_text(const std::vector<Child>&) const { return "DEFAULT " + expression; }
  Filling filling() const { return Filling::before; }
  void create(const std::vector<Child>& children, const Hints& hints, sql::Script& script) const;
  void rename_to(const Default&, sql::Script&) const {}
  void drop(sql::Script& script) const;
  Alteration alter(const Default& now, const Hints& hints, sql::Script& script) const;
  Reaction react(Effect effect) const;
  void rename(const Renaming& renaming);
  void expressions(const ExpressionSink& sink);
  std::optional<Written> written(const std::vector<Child>& children, const Namer& namer) const;
};

}  // namespace limbeck
