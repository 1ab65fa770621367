#pragma once
// A foreign data wrapper (pg_foreign_data_wrapper) that no extension brought.

#include "kinds/foreign_options.hpp"
#include "kinds/kind.hpp"

#include <optional>
#include <string>
#include <vector>

namespace limbeck {

struct Wrapper : KindDefaults {
  static constexpr std::string_view kind_name = "foreign data wrapper";

  Name name;
  QName handler;    // empty: none
  QName validator;  // empty: none
  ForeignOptions options;
  bool operator==(const Wrapper&) const = default;

  static std::span<const Section> sections();
  static std::span<const CatalogQuery> queries();
  ObjectId id() const { return {kind_name, "", "", name, ""}; }
  std::vector<Slot> slots() const { return {}; }
  std::vector<Slot> references() const;
  void create(const std::vector<Child>& children, const Hints& hints, sql::Script& script) const;
  void rename_to(const Wrapper& now, sql::Script& script) const;
  void drop(sql::Script& script) const;
  Alteration alter(const Wrapper& now, const Hints& hints, sql::Script& script) const;
  void rename(const Renaming& renaming);
  std::optional<Written> written(const std::vector<Child>& children, const Namer& namer) const;
};

}  // namespace limbeck
