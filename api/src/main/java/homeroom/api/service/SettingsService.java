// SPDX-License-Identifier: Apache-2.0
package homeroom.api.service;

import homeroom.api.wire.PayloadReader;
import homeroom.api.wire.Rejection;
import homeroom.api.wire.SettingsPayload;
import homeroom.chat.live.RulesPreview;
import homeroom.chat.policy.SchoolRules;
import homeroom.chat.policy.Settings;
import homeroom.chat.school.Caller;
import homeroom.chat.school.RefusalCode;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** {@code settings}: the rules of a school, for its admins. */
public final class SettingsService implements Service {

  private static final QueryLanguage QUERIES = new QueryLanguage(Map.of(), SettingsPayload.class);

  private static final PayloadReader<ChangedSettingsPayload> PATCH =
      PayloadReader.of(ChangedSettingsPayload.class);

  private static final ServiceDescription DESCRIPTION =
      ServiceDescription.of(
              "settings",
              "The rules of a school: who writes to whom, when, and who looks on.",
              SettingsPayload.class)
          .get("The rules of the school with that id; for admins.", QUERIES)
          .patch("Changes rules, or says what a change would mean; for admins.", PATCH);

  private final Settings settings;
  private final RulesPreview preview;

  public SettingsService(Settings settings, RulesPreview preview) {
    this.settings = settings;
    this.preview = preview;
  }

  @Override
  public ServiceDescription description() {
    return DESCRIPTION;
  }

  @Override
  public Object get(Caller caller, String id, JsonNode query) {
    return Answers.select(SettingsPayload.of(shown(caller, id)), QUERIES.parse(query).select());
  }

  @Override
  public Object patch(Caller caller, String id, JsonNode data) {
    Settings.Shown now = shown(caller, id);
    ChangedSettingsPayload wish = PATCH.read(data);
    if (!Boolean.TRUE.equals(wish.preview())) {
      return SettingsPayload.of(
          Rejection.orThrow(settings.change(caller, wish.version(), wish.values())));
    }
    SchoolRules proposed =
        Rejection.orThrow(settings.proposed(caller, wish.version(), wish.values()));
    return SettingsPayload.of(now, proposed, preview.of(caller, proposed));
  }

  private Settings.Shown shown(Caller caller, String id) {
    Settings.Shown shown = Rejection.orThrow(settings.get(caller));
    if (!id.equals(caller.schoolId().value())) {
      throw Rejection.notFound(RefusalCode.THING_NOT_FOUND, id);
    }
    return shown;
  }
}
