#pragma once
// Foreign data: wrappers and servers.

#include "grammar/definition.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace limbeck::grammar {

// `handler h validator v options (...)`: what stands after the name in CREATE FOREIGN DATA WRAPPER.
struct WrapperDefinition {
  std::optional<QualifiedName> handler;
  std::optional<QualifiedName> validator;
  ForeignOptions options;
};

// `type 't' version 'v' foreign data wrapper w options (...)`: what stands after the name in CREATE SERVER.
struct ServerDefinition {
  std::string type;
  std::string version;
  std::string wrapper;
  ForeignOptions options;
};

// `options (column_name 'c')` alone.
[[nodiscard]] Parsed<ForeignOptions> parse_foreign_options(std::string_view text);
[[nodiscard]] Parsed<WrapperDefinition> parse_wrapper(std::string_view text);
[[nodiscard]] Parsed<ServerDefinition> parse_server(std::string_view text);

}  // namespace limbeck::grammar
