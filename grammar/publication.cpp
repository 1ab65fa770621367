#include "grammar/publication.hpp"

#include "grammar/clauses.hpp"

#include <utility>

namespace limbeck::grammar {
namespace {

PublishedTableUse take_table(Cursor& in) {
  PublishedTableUse use;
  if (in.at("only")) in.fail("ONLY is not supported here", "partitions are published by their own names");
  use.table = take_qualified(in, "a table");
  in.accept("*");
  if (in.at("(")) use.columns = take_columns(in);
  if (in.accept("where")) use.where = take_parenthesised(in);
  return use;
}

std::string take_schema(Cursor& in) {
  if (in.at("current_schema")) {
    in.fail("a model means the same whoever applies it: current_schema is no schema of it", "write the schema's name");
  }
  return in.take_name("a schema");
}

// TABLE and TABLES IN SCHEMA hold for the names behind them, up to the next.
void take_objects(Cursor& in, PublicationDefinition& publication) {
  bool schemas = false;
  if (!in.at("table") && !in.at("tables", "in", "schema")) in.fail_expected("ALL TABLES, TABLE or TABLES IN SCHEMA");
  do {
    if (in.accept("table")) schemas = false;
    if (in.accept("tables", "in", "schema")) schemas = true;
    if (schemas) {
      publication.schemas.push_back(take_schema(in));
    } else {
      publication.tables.push_back(take_table(in));
    }
  } while (in.accept(","));
}

PublicationDefinition take_publication(Cursor& in) {
  PublicationDefinition publication;
  if (in.accept("for")) {
    publication.all_tables = in.accept("all", "tables");
    if (!publication.all_tables) take_objects(in, publication);
  }
  if (in.accept("with")) publication.with = take_parameters(in);
  return publication;
}

}  // namespace

Parsed<PublicationDefinition> parse_publication(std::string_view text) {
  return parse_whole(text, take_publication);
}

}  // namespace limbeck::grammar
