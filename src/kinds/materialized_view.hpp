#pragma once
// A materialized view. Its indexes are objects of their own; whether it holds rows is not part of the schema.

#include "kinds/kind.hpp"
#include "kinds/query_columns.hpp"
#include "kinds/used_keys.hpp"
#include "model/storage_parameters.hpp"

#include <optional>
#include <string>
#include <vector>

namespace limbeck {

struct MaterializedView : KindDefaults {
  static constexpr std::string_view kind_name = "materialized view";
  static constexpr bool is_printed_whole = true;

  QName name;
  std::vector<std::string> columns;  // a model's names for the columns; PostgreSQL prints them as aliases
  std::string method;                // table access method; empty: heap
  std::string tablespace;            // empty: the database's
  StorageParameters parameters;      // storage parameters
  std::string query;
  QueryColumns result;
  UsedKeys keys;
  bool operator==(const MaterializedView&) const = default;

  static std::span<const Section> sections();
  static std::span<const CatalogQuery> queries();
  ObjectId id() const;
  std::vector<Slot> slots() const;
  std::vector<Slot> references() const;
  Filling filling() const { return Filling::after; }
  void create(const std::vector<Child>& children, const Hints& hints, sql::Script& script) const;
  void rename_to(const MaterializedView& now, sql::Script& script) const;
  void drop(sql::Script& script) const;
  Alteration alter(const MaterializedView& now, const Hints& hints, sql::Script& script) const;
  Reaction react(Effect effect) const;
  void rename(const Renaming& renaming);
  void expressions(const ExpressionSink& sink);
  std::optional<Written> written(const std::vector<Child>& children, const Namer& namer) const;
};

}  // namespace limbeck
