#pragma once
// One key of an index or of an exclusion constraint, and the clauses that the two share.

#include "grammar/definition.hpp"
#include "kinds/kind.hpp"

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace limbeck {

class LoadScope;

struct IndexKey {
  std::string column;          // of a plain key; else empty
  std::string expression;      // of any other, without the parentheses around it
  std::string collation;       // qualified, as SQL; empty: the column's or expression's
  std::string operator_class;  // qualified unless pg_catalog's, as SQL; empty: the type's default for the method
  std::map<std::string, std::string> operator_class_parameters;
  bool descending = false;
  bool nulls_first = false;
  std::string exclude_operator;  // "=", "OPERATOR(public.&&)"; only in exclusion constraints
  bool operator==(const IndexKey&) const = default;

  [[nodiscard]] std::string definition(const Namer& namer) const;
  // Whether the key survives a change of its column's type: PostgreSQL rebuilds the index then.
  [[nodiscard]] bool is_plain() const;
  // Whether PostgreSQL prints its operator class and collation as they are written: none, or well-known ones that are
  // no type's default.
  [[nodiscard]] bool is_usual() const;
  void append_references_to(const QName& table, std::vector<Slot>& to) const;
  void rename(const QName& table, const Renaming& renaming);
};

// Whether its table is a partitioned one: PostgreSQL changes no parameters then. Never compared.
struct OfWhole {
  bool is_so = false;
  bool operator==(const OfWhole&) const { return true; }
};

// From a model (names are resolved) or, without a scope, from what PostgreSQL printed.
[[nodiscard]] IndexKey key_from(const grammar::IndexKey& written, const Text& text, std::size_t base,
                                const std::string& home, LoadScope* scope);

[[nodiscard]] std::string key_list(const std::vector<IndexKey>& keys, const Namer& namer);

}  // namespace limbeck
