#pragma once
// A view (pg_class, pg_rewrite). Its text is what pg_get_viewdef prints, or a model's with qualified names.

#include "kinds/kind.hpp"
#include "kinds/query_columns.hpp"
#include "kinds/used_keys.hpp"
#include "model/storage_parameters.hpp"

#include <optional>
#include <string>
#include <vector>

namespace limbeck {

struct View : KindDefaults {
  static constexpr std::string_view kind_name = "view";
  static constexpr bool is_printed_whole = true;

  QName name;
  std::vector<std::string> columns;  // a model's names for the columns; PostgreSQL prints them as aliases
  StorageParameters parameters;      // security_barrier, security_invoker, check_option
  std::string query;
  QueryColumns result;
  UsedKeys keys;
  bool operator==(const View&) const = default;

  static std::span<const Section> sections();
  static std::span<const CatalogQuery> queries();
  ObjectId id() const;
  std::vector<Slot> slots() const;
  std::vector<Slot> references() const;
  void create(const std::vector<Child>& children, const Hints& hints, sql::Script& script) const;
  void rename_to(const View& now, sql::Script& script) const;
  void drop(sql::Script& script) const;
  Alteration alter(const View& now, const Hints& hints, sql::Script& script) const;
  Reaction react(Effect effect) const;
  void rename(const Renaming& renaming);
  void expressions(const ExpressionSink& sink);
  std::optional<Written> written(const std::vector<Child>& children, const Namer& namer) const;
};

}  // namespace limbeck
