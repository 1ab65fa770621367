#pragma once
// A function or procedure (pg_proc). Aggregates and what belongs to an extension are not modelled.

#include "grammar/definition.hpp"
#include "kinds/kind.hpp"
#include "kinds/type.hpp"
#include "kinds/used_keys.hpp"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace limbeck {

struct FunctionArgument {
  grammar::Argument::Mode mode = grammar::Argument::Mode::in;
  Name name;
  Type type;
  std::string default_value;
  bool operator==(const FunctionArgument&) const = default;
};

// SET name TO value, the value as SQL. Their order means nothing, but is kept.
struct FunctionSettings {
  std::vector<std::pair<std::string, std::string>> list;
  bool operator==(const FunctionSettings& other) const {
    return std::is_permutation(list.begin(), list.end(), other.list.begin(), other.list.end());
  }
};

struct Function : KindDefaults {
  static constexpr std::string_view kind_name = "function";

  QName name;
  bool procedure = false;
  std::vector<FunctionArgument> arguments;
  std::optional<Type> returns;  // none: a procedure, or RETURNS TABLE
  bool returns_set = false;
  std::vector<FunctionArgument> returns_table;  // name and type of each column
  std::string language;
  std::string volatility;  // "immutable", "stable"; empty: volatile
  bool strict = false;
  bool security_definer = false;
  bool leakproof = false;
  std::string parallel;  // "safe", "restricted"; empty: unsafe
  std::string cost;      // empty: the language's usual
  std::string rows;
  bool window = false;
  std::string support;
  FunctionSettings settings;
  std::string body;         // of a string body, byte for byte (pg_proc.prosrc)
  std::string link_symbol;  // of C functions; body is the library then
  std::string sql_body;     // RETURN ... or BEGIN ATOMIC ... END
  UsedKeys keys;            // of that body
  bool operator==(const Function&) const = default;

  static std::span<const Section> sections();
  static std::span<const CatalogQuery> queries();
  ObjectId id() const;
  std::vector<Slot> slots() const;
  std::vector<Slot> references() const;
  void create(const std::vector<Child>& children, const Hints& hints, sql::Script& script) const;
  void rename_to(const Function& now, sql::Script& script) const;
  void drop(sql::Script& script) const;
  Alteration alter(const Function& now, const Hints& hints, sql::Script& script) const;
  Reaction react(Effect effect) const;
  void rename(const Renaming& renaming);
  void expressions(const ExpressionSink& sink);
  void types(const TypeSink& sink);
  static constexpr bool is_printed_whole = true;
  bool is_plain() const { return sql_body.empty(); }
  std::optional<Written> written(const std::vector<Child>& children, const Namer& namer) const;
};

}  // namespace limbeck
