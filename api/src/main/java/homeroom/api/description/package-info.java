// SPDX-License-Identifier: Apache-2.0
/**
 * What is published of the wire: OpenAPI, AsyncAPI, types for TypeScript, and the page to read
 * them. All are made from the services, the lists of events and the payload records.
 */
@NullMarked
package homeroom.api.description;

import org.jspecify.annotations.NullMarked;
