// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.message;

import homeroom.chat.bus.OtherNodes;

/** What messages need where several nodes run on one store. */
public record Cluster(OtherNodes others, RecentChanges recent) {}
