#pragma once
// The two facades through which kinds are read: LoadScope while model files are loaded, Row and CatalogScope while the
// catalog is. No kind includes toml++ or libpq.

#include "grammar/definition.hpp"
#include "kinds/kind.hpp"
#include "kinds/type.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace limbeck {

class LoadScope {
 public:
  virtual ~LoadScope() = default;

  // At `offset` bytes into the string that `text` is.
  virtual void error(const Text& text, std::size_t offset, std::string message, std::string hint = {}) = 0;
  void error(const Text& text, const grammar::SyntaxError& error, std::size_t base = 0) {
    this->error(text, base + error.offset, error.message, error.hint);
  }
  // Whether some model file declares the name.
  [[nodiscard]] virtual bool declares(const Slot& slot) const = 0;
  // Where unqualified names are looked up after the object's own schema.
  [[nodiscard]] virtual const std::vector<std::string>& search_path() const = 0;
  // For suggestions: every name declared in a space.
  [[nodiscard]] virtual std::vector<std::string> declared(std::string_view space) const = 0;
  // Whether a type that no model declares may come from elsewhere: from an extension.
  [[nodiscard]] virtual bool has_extensions() const = 0;

  // `position` orders objects of one table in CREATE TABLE; `unnamed` marks a name that PostgreSQL would choose and
  // that the live object's name replaces.
  template <class K>
  void add(K object, const Text& at, const Hints& hints = {}, bool unnamed = false) {
    add_object(K::kind_name, &object, at, hints, unnamed);
  }

 protected:
  // `object` points at a value of the kind named; it is moved from.
  virtual void add_object(std::string_view kind, void* object, const Text& at, Hints hints, bool unnamed) = 0;
};

// Resolution of names in definitions: in the object's schema, then in the search path, then in pg_catalog.
[[nodiscard]] QName resolve(const grammar::QualifiedName& name, std::string_view space, const std::string& home,
                            const LoadScope& scope);
// Of what may be built in, as functions and operators are: without a schema then, and where no model declares it.
[[nodiscard]] QName resolve_or_builtin(const grammar::QualifiedName& name, std::string_view space,
                                       const std::string& home, const LoadScope& scope);
// As the catalog has it, without the schema of what is built in.
[[nodiscard]] inline QName without_catalog(QName name) {
  if (name.schema == "pg_catalog") name.schema = {};
  return name;
}
// A type that is neither built in nor declared is an error with a suggestion, unless an extension may bring it.
[[nodiscard]] Type resolve(const grammar::TypeName& type, const Text& text, std::size_t base, const std::string& home,
                           LoadScope& scope);
// The expression's text with the names of declared functions, types, sequences and collations qualified. Date words as
// typed literals ('now'::timestamp) are errors: PostgreSQL makes them constants when it parses them.
[[nodiscard]] std::string resolve(const grammar::Expression& expression, const Text& text, std::size_t base,
                                  const std::string& home, LoadScope& scope);

// As SQL; empty for the default collation. Qualified where some model declares it, without pg_catalog where none does.
[[nodiscard]] std::string resolve_collation(const grammar::QualifiedName& name, const std::string& home,
                                            const LoadScope& scope);
// The same of an operator class.
[[nodiscard]] std::string resolve_operator_class(const grammar::QualifiedName& name, const std::string& home,
                                                 const LoadScope& scope);
// The value of DEFAULT for a column or domain of a type: as PostgreSQL prints it, a literal of an own type names that.
// Empty for NULL, which PostgreSQL stores as no default.
[[nodiscard]] std::string resolve_value(grammar::Expression expression, const grammar::TypeName& written,
                                        const Type& type, const Text& text, const std::string& home, LoadScope& scope);

// The catalog is not what it was when the snapshot was taken: it has to be read again.
struct ChangedMeanwhile {};

// A row of a catalog query, read from left to right in the order of the select list.
class Row {
 public:
  virtual ~Row() = default;
  [[nodiscard]] virtual bool is_null() const = 0;  // the next value
  virtual std::string_view text() = 0;             // empty for NULL
  std::string string() { return std::string(text()); }
  std::optional<std::string> optional() {
    if (!is_null()) return string();
    text();
    return std::nullopt;
  }
  bool flag() { return text() == "t"; }
  // What a pg_get_...() printed of an object that is there: it gives NULL for one that was dropped meanwhile (rule
  // R61).
  std::string definition() {
    if (is_null()) throw ChangedMeanwhile();
    return string();
  }
  int number();
  std::uint32_t oid();
  QName name() {  // two values: schema and name
    const Name schema = text();
    return {schema, text()};
  }
  std::vector<std::string> array();  // of text[]; empty for NULL
  std::vector<int> numbers();        // of an int2vector or oidvector: values separated by blanks
};

// A type inside of what PostgreSQL printed under an empty search_path: its text is the canonical one.
[[nodiscard]] Type printed_type(const grammar::TypeName& type, std::string_view printed);
// Three values: format_type(), and schema and name of the type, or of an array's element.
[[nodiscard]] Type read_type(Row& row);
// Two values: schema and name of a collation that is not the type's own; as SQL.
[[nodiscard]] std::string read_collation(Row& row);

// The (classid, objid, objsubid) of pg_depend and pg_description.
struct Address {
  std::string_view catalog;  // "pg_class": static storage duration
  std::uint32_t oid = 0;
  int sub = 0;
  auto operator<=>(const Address&) const = default;
};

class CatalogScope {
 public:
  virtual ~CatalogScope() = default;
  // `inherited`: the object comes from a base of its table, and is none of its own.
  template <class K>
  void add(const Address& address, K object, bool inherited = false) {
    add_object(K::kind_name, &object, address, inherited);
  }
  // A second address of an object: the relation of a composite type.
  virtual void add_address(const Address& address, const ObjectId& id) = 0;
  // The object read before under this address, inherited or not; nothing if it is not managed (an extension's).
  [[nodiscard]] virtual const ObjectId* find(const Address& address) const = 0;
  // The object itself, for queries that complete what an earlier one read.
  template <class K>
  [[nodiscard]] K* get(const Address& address) {
    return static_cast<K*>(get_object(K::kind_name, address));
  }
  [[nodiscard]] virtual bool is_inherited(const Address& address) const = 0;
  [[nodiscard]] virtual int server_version() const = 0;

 protected:
  virtual void add_object(std::string_view kind, void* object, const Address& address, bool inherited) = 0;
  virtual void* get_object(std::string_view kind, const Address& address) = 0;
};

}  // namespace limbeck
