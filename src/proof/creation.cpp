#include "proof/creation.hpp"

#include "sql/quote.hpp"

#include <fmt/format.h>

#include <utility>

namespace limbeck::proof {
namespace {

std::string in_its_schema(const sql::Statement& statement, const std::vector<std::string>& search_path) {
  std::vector<std::string> schemas;
  if (!statement.object.schema.empty()) schemas.push_back(sql::name(statement.object.schema));
  for (const std::string& schema : search_path) schemas.push_back(sql::name(schema));
  if (schemas.empty()) schemas.emplace_back("''");
  return fmt::format("SET search_path = {};\n{}{}", sql::join(schemas), statement.text, statement.without_rows);
}

}  // namespace

void leave_versions_open(Schema& schema, pg::Connection& connection) {
  schema.for_each([&](Entry& entry) {
    auto* extension = std::get_if<Extension>(&entry.object);
    if (extension == nullptr || extension->version.empty()) return;
    const pg::Result found =
        connection.query("SELECT FROM pg_catalog.pg_available_extension_versions WHERE name = $1 AND version = $2",
                         {extension->name, extension->version});
    if (found.rows() == 0) extension->version.clear();
  });
}

std::map<ObjectId, Error> create_in(pg::Connection& connection, const sql::Script& creation,
                                    const std::vector<std::string>& search_path) {
  std::vector<const sql::Statement*> open;
  std::string all;
  for (const sql::Statement& statement : creation.statements()) {
    open.push_back(&statement);
    all += in_its_schema(statement, search_path) + ";\n";
  }
  std::map<ObjectId, Error> failed;
  if (all.empty() || !connection.try_execute(all)) return failed;  // in one go, which leaves nothing where it fails
  for (bool progress = true; progress && !open.empty();) {
    progress = false;
    failed.clear();
    std::vector<const sql::Statement*> left;
    for (const sql::Statement* statement : open) {
      if (const auto error = connection.try_execute(in_its_schema(*statement, search_path))) {
        if (connection.is_broken()) throw Error(*error);
        failed.try_emplace(statement->object, *error);
        left.push_back(statement);
      } else {
        progress = true;
      }
    }
    open = std::move(left);
  }
  return failed;
}

}  // namespace limbeck::proof
