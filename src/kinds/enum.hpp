#pragma once
// An enum type. Values keep their order; pg_enum.enumsortorder is compared by order only, its numbers have gaps.

#include "kinds/kind.hpp"

#include <string>
#include <vector>

namespace limbeck {

struct Enum : KindDefaults {
  static constexpr std::string_view kind_name = "enum";

  QName name;
  std::vector<std::string> values;
  bool operator==(const Enum&) const = default;

  static std::span<const Section> sections();
  static std::span<const CatalogQuery> queries();
  ObjectId id() const;
  std::vector<Slot> slots() const;
  std::vector<Slot> references() const;
  std::vector<std::string> labels() const;
  void create(const std::vector<Child>& children, const Hints& hints, sql::Script& script) const;
  void rename_to(const Enum& now, sql::Script& script) const;
  void drop(sql::Script& script) const;
  // Values only added: ALTER TYPE ADD VALUE. Removed or reordered: the type is made again (rule R28).
  Alteration alter(const Enum& now, const Hints& hints, sql::Script& script) const;
  void rename(const Renaming& renaming);
  std::optional<Written> written(const std::vector<Child>& children, const Namer& namer) const;
};

}  // namespace limbeck
