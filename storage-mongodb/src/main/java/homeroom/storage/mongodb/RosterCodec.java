// SPDX-License-Identifier: Apache-2.0
package homeroom.storage.mongodb;

import org.bson.BsonReader;
import org.bson.BsonValue;
import org.bson.BsonWriter;
import org.bson.Document;
import org.bson.codecs.CollectibleCodec;
import org.bson.codecs.DecoderContext;
import org.bson.codecs.DocumentCodec;
import org.bson.codecs.EncoderContext;

/**
 * Stands between Homeroom and a roster of another application, on the driver's own seam: whatever
 * is read comes out as Homeroom knows it, whatever is asked or written goes in as the application
 * does, so that nothing else of this package knows which of the two a collection is.
 */
final class RosterCodec implements CollectibleCodec<Document> {

  private final DocumentCodec plain = new DocumentCodec();
  private final RosterShape shape;

  RosterCodec(RosterShape shape) {
    this.shape = shape;
  }

  @Override
  public void encode(BsonWriter writer, Document document, EncoderContext context) {
    Document theirs =
        context.isEncodingCollectibleDocument() ? shape.inserted(document) : shape.theirs(document);
    plain.encode(writer, theirs, context);
  }

  @Override
  public Document decode(BsonReader reader, DecoderContext context) {
    return shape.ours(plain.decode(reader, context));
  }

  @Override
  public Class<Document> getEncoderClass() {
    return Document.class;
  }

  @Override
  public Document generateIdIfAbsentFromDocument(Document document) {
    return plain.generateIdIfAbsentFromDocument(document);
  }

  @Override
  public boolean documentHasId(Document document) {
    return plain.documentHasId(document);
  }

  @Override
  public BsonValue getDocumentId(Document document) {
    return plain.getDocumentId(document);
  }
}
