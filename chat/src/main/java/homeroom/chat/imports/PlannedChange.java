// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.imports;

/**
 * One thing that an import would change, for people.
 *
 * @param what of what kind
 * @param key what the source calls it
 * @param text in a few words
 */
public record PlannedChange(What what, String key, String text) {

  /** In the order in which people read them. */
  public enum What {
    SCHOOL_ADDED("school added"),
    PERSON_ADDED("added"),
    PERSON_CHANGED("changed"),
    PERSON_DEACTIVATED("deactivated"),
    CLASS_ADDED("class added"),
    CLASS_CHANGED("class changed"),
    CLASS_ARCHIVED("class archived"),
    COMES("comes into a class and its conversation"),
    LEAVES("leaves a class and its conversation");

    private final String words;

    What(String words) {
      this.words = words;
    }

    public String words() {
      return words;
    }
  }
}
