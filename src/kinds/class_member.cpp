#include "kinds/class_member.hpp"

#include "kinds/expression.hpp"
#include "kinds/scope.hpp"
#include "sql/quote.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <utility>

namespace limbeck {
namespace {

std::string type_list(const std::vector<Type>& types, const Namer& namer) {
  std::vector<std::string> parts;
  for (const Type& type : types) parts.push_back(namer.home.empty() ? type.text.text() : type.written(namer));
  return "(" + sql::join(parts) + ")";
}

// Operators are never quoted.
std::string operator_text(const QName& name, const Namer& namer) {
  if (namer.home.empty() || !(name.schema.empty() || name.schema == namer.home)) {
    return (name.schema.empty() ? "pg_catalog" : sql::name(name.schema)) + "." + name.name;
  }
  return name.name;
}

// The operand types of a function that the text does not give: some access methods take them from its arguments
// (assignProcTypes), others those of the class.
std::pair<Type, Type> types_of_function(const ClassMember& member, const std::string& method, const Type& of) {
  const auto argument = [&](std::size_t i) { return i < member.arguments.size() ? member.arguments[i] : of; };
  if (method == "btree" && member.number == "1") return {argument(0), argument(1)};
  if (method == "btree" && member.number == "3") return {argument(0), argument(2)};
  if (method == "hash" && (member.number == "1" || member.number == "2")) return {argument(0), argument(0)};
  return {of, of};
}

}  // namespace

std::string ClassMember::key() const {
  return fmt::format("{} {} {}", is_function ? "FUNCTION" : "OPERATOR", number, type_list({left, right}, {}));
}

std::string ClassMember::definition(const Namer& namer) const {
  if (is_function) {
    return fmt::format("{}{} {} {}{}", namer.word("FUNCTION "), number, type_list({left, right}, namer),
                       namer.home.empty() ? sql::name(name) : namer(name), type_list(arguments, namer));
  }
  std::string text = fmt::format("{}{} {} {}", namer.word("OPERATOR "), number, operator_text(name, namer),
                                 type_list({left, right}, namer));
  if (!order_family.name.empty()) {
    text += namer.word(" FOR ORDER BY ") + (namer.home.empty() ? sql::name(order_family) : namer(order_family));
  }
  return text;
}

void ClassMember::append_references(std::vector<Slot>& to) const {
  for (const Type* each : {&left, &right}) {
    if (const auto own = each->reference()) to.push_back(*own);
  }
  for (const Type& each : arguments) {
    if (const auto own = each.reference()) to.push_back(*own);
  }
  if (!name.schema.empty()) {
    to.push_back({is_function ? space::function : space::operator_, name.schema, "", name.name});
  }
  if (!order_family.schema.empty()) to.push_back({space::operator_family, order_family.schema, "", order_family.name});
}

void ClassMember::rename(const Renaming& renaming) {
  for (Type* each : {&left, &right}) each->rename(renaming);
  for (Type& each : arguments) each.rename(renaming);
  rename_in(name, is_function ? space::function : space::operator_, renaming);
  rename_in(order_family, space::operator_family, renaming);
}

void ClassMember::types(const TypeSink& sink) {
  sink(left);
  sink(right);
  for (Type& each : arguments) sink(each);
}

Type class_type(grammar::TypeName written, const Text& text, const std::string& home, LoadScope& scope) {
  written.modifiers.clear();
  return resolve(written, text, 0, home, scope);
}

std::optional<ClassMember> member_from(const grammar::ClassMember& written, const std::string& method, const Type* of,
                                       const Text& text, const std::string& home, LoadScope& scope) {
  ClassMember out;
  out.is_function = written.is_function;
  out.number = written.number;
  out.name = resolve_or_builtin(written.name, out.is_function ? space::function : space::operator_, home, scope);
  if (written.order_family)
    out.order_family = resolve_or_builtin(*written.order_family, space::operator_family, home, scope);
  if (out.is_function && !written.arguments) {
    scope.error(text, written.name.offset + written.name.length, "the types of the function's arguments are missing",
                "function 1 f(integer, integer)");
    return std::nullopt;
  }
  if (written.arguments) {
    for (const grammar::TypeName& each : *written.arguments) {
      out.arguments.push_back(class_type(each, text, home, scope));
    }
  }
  if (!written.types.empty()) {
    out.left = class_type(written.types.front(), text, home, scope);
    out.right = class_type(written.types.back(), text, home, scope);
  } else if (of == nullptr) {
    scope.error(text, written.name.offset, "in a family an operator or function needs the types that it is for",
                "operator 1 < (integer, bigint), function 1 (integer, bigint) f(integer, bigint)");
    return std::nullopt;
  } else if (out.is_function) {
    std::tie(out.left, out.right) = types_of_function(out, method, *of);
  } else {
    out.left = *of;
    out.right = *of;
  }
  return out;
}

ClassMember read_member(Row& row) {
  ClassMember out;
  out.is_function = row.flag();
  out.number = row.string();
  out.left = read_type(row);
  out.right = read_type(row);
  out.name = without_catalog(row.name());
  const std::vector<std::string> arguments = row.array();  // text, schema and name of each
  for (std::size_t i = 0; i + 2 < arguments.size(); i += 3) {
    const bool built_in = arguments[i + 1] == "pg_catalog";
    out.arguments.push_back({arguments[i], built_in ? QName{} : QName{arguments[i + 1], arguments[i + 2]}});
  }
  out.order_family = without_catalog(row.name());
  return out;
}

bool is_loose(const ClassMember& member, const std::string& method, const Type& of) {
  struct Binding {
    std::string_view method;
    bool own_operators;              // those of the class's own type belong to it
    std::string_view own_functions;  // the numbers of those that it cannot do without
  };
  static constexpr std::array<Binding, 5> bindings{{{"btree", true, "1"},
                                                    {"hash", true, "1"},
                                                    {"gist", false, "1 2 5 6 7"},
                                                    {"gin", false, "2 3"},
                                                    {"spgist", false, "1 2 3 4 5"}}};
  const auto* const binding =
      std::find_if(bindings.begin(), bindings.end(), [&](const Binding& each) { return each.method == method; });
  if (binding == bindings.end()) return false;
  const bool is_own = member.is_function ? binding->own_functions.find(member.number) != std::string_view::npos &&
                                               member.number.size() == 1
                                         : binding->own_operators;
  if (!is_own) return true;
  return binding->own_operators && !(member.left == of && member.right == of);
}

// The type, and the (element) type's schema and name.
const std::string_view member_query =
    "SELECT m.catalog, m.oid, c.refobjid, m.family, m.is_function, m.number, "
    "pg_catalog.format_type(l.oid, NULL), ln.nspname, le.typname, "
    "pg_catalog.format_type(r.oid, NULL), rn.nspname, re.typname, m.schema, m.name, "
    "array(SELECT u.x FROM unnest(m.arguments) WITH ORDINALITY a(type, place) "
    "JOIN pg_catalog.pg_type y ON y.oid = a.type "
    "JOIN pg_catalog.pg_type ye ON ye.oid = CASE WHEN y.typcategory = 'A' AND y.typelem <> 0 THEN y.typelem ELSE "
    "y.oid END JOIN pg_catalog.pg_namespace yn ON yn.oid = ye.typnamespace "
    "CROSS JOIN LATERAL unnest(ARRAY[pg_catalog.format_type(y.oid, NULL), yn.nspname::text, ye.typname::text]) "
    "WITH ORDINALITY u(x, place) ORDER BY a.place, u.place), sn.nspname, sf.opfname "
    "FROM (SELECT 'pg_amop' AS catalog, o.oid, o.amopfamily AS family, false AS is_function, o.amopstrategy AS number, "
    "o.amoplefttype AS lefttype, o.amoprighttype AS righttype, p.oprname AS name, pn.nspname AS schema, "
    "NULL::oidvector AS arguments, o.amopsortfamily AS sortfamily "
    "FROM pg_catalog.pg_amop o JOIN pg_catalog.pg_operator p ON p.oid = o.amopopr "
    "JOIN pg_catalog.pg_namespace pn ON pn.oid = p.oprnamespace WHERE o.oid >= 16384 "
    "UNION ALL SELECT 'pg_amproc', o.oid, o.amprocfamily, true, o.amprocnum, o.amproclefttype, o.amprocrighttype, "
    "p.proname, pn.nspname, p.proargtypes, 0 FROM pg_catalog.pg_amproc o "
    "JOIN pg_catalog.pg_proc p ON p.oid = o.amproc JOIN pg_catalog.pg_namespace pn ON pn.oid = p.pronamespace "
    "WHERE o.oid >= 16384) m "
    "JOIN pg_catalog.pg_opfamily f ON f.oid = m.family JOIN pg_catalog.pg_namespace n ON n.oid = f.opfnamespace "
    "JOIN pg_catalog.pg_type l ON l.oid = m.lefttype "
    "JOIN pg_catalog.pg_type le ON le.oid = CASE WHEN l.typcategory = 'A' AND l.typelem <> 0 THEN l.typelem ELSE l.oid "
    "END JOIN pg_catalog.pg_namespace ln ON ln.oid = le.typnamespace "
    "JOIN pg_catalog.pg_type r ON r.oid = m.righttype "
    "JOIN pg_catalog.pg_type re ON re.oid = CASE WHEN r.typcategory = 'A' AND r.typelem <> 0 THEN r.typelem ELSE r.oid "
    "END JOIN pg_catalog.pg_namespace rn ON rn.oid = re.typnamespace "
    "LEFT JOIN pg_catalog.pg_opfamily sf ON sf.oid = m.sortfamily "
    "LEFT JOIN pg_catalog.pg_namespace sn ON sn.oid = sf.opfnamespace "
    "LEFT JOIN pg_catalog.pg_depend c ON c.classid = ('pg_catalog.' || m.catalog)::regclass AND c.objid = m.oid "
    "AND c.refclassid = 'pg_catalog.pg_opclass'::regclass AND c.deptype = 'i' "
    "WHERE $1::text IS NOT NULL ORDER BY m.family, m.is_function, m.number, m.lefttype, m.righttype";

}  // namespace limbeck
