#pragma once
// A range type (pg_range) with its multirange. One with a canonical function is not modelled: that function needs the
// type as a shell first, and only C functions can be written for a shell.

#include "kinds/kind.hpp"
#include "kinds/type.hpp"

#include <optional>
#include <string>
#include <vector>

namespace limbeck {

struct Range : KindDefaults {
  static constexpr std::string_view kind_name = "range";

  QName name;
  Type subtype;
  std::string operator_class;  // qualified unless pg_catalog's, as SQL; empty: the subtype's default
  std::string collation;       // qualified, as SQL; empty: the subtype's
  QName difference;            // the subtype_diff function, the schema empty for pg_catalog; no name: none
  QName multirange;
  bool operator==(const Range&) const = default;

  static std::span<const Section> sections();
  static std::span<const CatalogQuery> queries();
  ObjectId id() const;
  std::vector<Slot> slots() const;
  std::vector<Slot> references() const;
  void create(const std::vector<Child>& children, const Hints& hints, sql::Script& script) const;
  void rename_to(const Range& now, sql::Script& script) const;
  void drop(sql::Script& script) const;
  Alteration alter(const Range& now, const Hints& hints, sql::Script& script) const;
  Reaction react(Effect effect) const { return effect == Effect::rebuilt ? Reaction::remake : Reaction::keep; }
  std::optional<TypeSwap> remade(const Range& now, const std::vector<TypeSwap>& causes) const;
  void rename(const Renaming& renaming);
  void types(const TypeSink& sink) { sink(subtype); }
  std::optional<Written> written(const std::vector<Child>& children, const Namer& namer) const;
};

}  // namespace limbeck
