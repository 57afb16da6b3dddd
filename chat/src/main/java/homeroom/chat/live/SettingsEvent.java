// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.live;

import homeroom.chat.fanout.ChatEvent;
import homeroom.chat.policy.Settings;

/** The rules of a school are others; told to its admins. */
public record SettingsEvent(Settings.Shown shown) implements ChatEvent {}
